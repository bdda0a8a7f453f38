// SPDX-License-Identifier: Apache-2.0
#include "common/sql/errors.h"

#include "common/status/error.h"

namespace palier::sql {

using absl::StatusCode;
using status::Error;

absl::Status DeadlineExceeded() {
  return Error(StatusCode::kDeadlineExceeded, error::v1::DEADLINE_EXCEEDED,
               {"The database did not answer before the deadline.",
                "La base de données n'a pas répondu avant l'échéance."});
}

absl::Status UniqueViolation(absl::string_view detail) {
  return Error(StatusCode::kAlreadyExists, error::v1::RESOURCE_ALREADY_EXISTS,
               {"A row with these keys already exists ({resource}).",
                "Une ligne avec ces clés existe déjà ({resource})."})
      .With("resource", detail);
}

absl::Status ConstraintViolation(absl::string_view detail) {
  return Error(StatusCode::kFailedPrecondition, error::v1::PARENT_NOT_USABLE,
               {"The change breaks a rule of the database ({parent}).",
                "La modification enfreint une règle de la base de données ({parent})."})
      .With("parent", detail);
}

absl::Status Contention() {
  return Error(StatusCode::kAborted, error::v1::CONTENTION,
               {"Too many changes of the same data at once; nothing was written, try again.",
                "Trop de modifications simultanées des mêmes données ; rien n'a été écrit, "
                "réessayez."})
      .RetryAfter(absl::Milliseconds(100));
}

absl::Status StoreUnavailable(absl::string_view detail) {
  return Error(StatusCode::kUnavailable, error::v1::STORE_UNAVAILABLE,
               {"The database cannot be reached or written: {detail}",
                "La base de données est injoignable, ou l'écriture y est impossible : {detail}"})
      .With("detail", detail)
      .RetryAfter(absl::Seconds(1));
}

absl::Status DiskFull() {
  return Error(StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED,
               {"The database has no room left ({subject}).",
                "La base de données n'a plus de place ({subject})."})
      .With("subject", "disk");
}

absl::Status Overloaded() {
  return Error(StatusCode::kResourceExhausted, error::v1::OVERLOADED,
               {"Too many transactions wait for the database.",
                "Trop de transactions attendent la base de données."})
      .RetryAfter(absl::Milliseconds(250));
}

absl::Status StoreInUse(absl::string_view path, absl::string_view owner) {
  return Error(StatusCode::kFailedPrecondition, error::v1::STORE_IN_USE,
               {"The database {path} is in use by process {owner}. Stop that one first, or choose "
                "another data folder.",
                "La base de données {path} est utilisée par le processus {owner}. Arrêtez-le "
                "d'abord, ou choisissez un autre dossier de données."})
      .With("path", path)
      .With("owner", owner);
}

absl::Status SchemaTooOld(absl::string_view component, int missing) {
  return Error(StatusCode::kFailedPrecondition, error::v1::SCHEMA_TOO_OLD,
               {"The schema of {component} lacks step {step}. Run the migrations first.",
                "Il manque l'étape {step} au schéma de {component}. Lancez d'abord les "
                "migrations."})
      .With("component", component)
      .With("step", missing);
}

absl::Status UnstorableValue(absl::string_view detail) {
  return Error(StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS,
               {"The database cannot hold a value: {detail}",
                "La base de données ne peut pas contenir une valeur : {detail}"})
      .With("detail", detail)
      .With("count", 1);
}

absl::Status DamagedStore(absl::string_view detail) {
  return Error(StatusCode::kDataLoss, error::v1::INTERNAL,
               {"The database is damaged: {detail}. Restore it from a backup.",
                "La base de données est endommagée : {detail}. Restaurez-la depuis une "
                "sauvegarde."})
      .With("detail", detail);
}

}  // namespace palier::sql
