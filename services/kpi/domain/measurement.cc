// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/measurement.h"

// The functions for one digest at a time: EVP costs more than the digest of so few bytes.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::kpi {
namespace {

using status::Error;

void AppendNumber(std::string& bytes, uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(number >> shift));
}

// The length goes first: "ab" + "c" and "a" + "bc" must not hash alike.
void AppendText(std::string& bytes, absl::string_view text) {
  AppendNumber(bytes, text.size());
  bytes.append(text.data(), text.size());
}

uint64_t ReadNumber(const unsigned char* bytes) {
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | bytes[i];
  return number;
}

Hash128 HashOf(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  SHA256_Final(digest, &context);
  return {ReadNumber(digest), ReadNumber(digest + 8)};
}

absl::Status CheckId(absl::string_view field, absl::string_view id, bool required) {
  if (required && id.empty()) {
    return status::InvalidField(field, {"This identifier is missing.", "Cet identifiant manque."});
  }
  if (id.size() > kMaxIdBytes) {
    return status::InvalidField(field, {"This identifier is longer than 256 bytes.",
                                        "Cet identifiant dépasse 256 octets."});
  }
  return absl::OkStatus();
}

absl::Status CheckIds(const Measurement& fields) {
  RETURN_IF_ERROR(CheckId("kpi_id", fields.kpi_id, true));
  RETURN_IF_ERROR(CheckId("team_id", fields.team_id, false));
  RETURN_IF_ERROR(CheckId("source_id", fields.source_id, true));
  RETURN_IF_ERROR(CheckId("event_id", fields.event_id, true));
  RETURN_IF_ERROR(CheckId("business_key", fields.business_key, false));
  if (fields.user_hash) RETURN_IF_ERROR(CheckId("user_hash", *fields.user_hash, true));
  if (fields.item >= 0) return absl::OkStatus();
  return status::InvalidField("item",
                              {"The item number is negative.", "Le numéro d'élément est négatif."});
}

std::string BoundText(std::optional<Fixed> bound, Fixed otherwise, int decimals) {
  return FixedText(bound.value_or(otherwise), decimals);
}

absl::Status CheckValue(Fixed value, const ValueRule& rule) {
  const bool low = rule.minimum && value < *rule.minimum;
  const bool high = rule.maximum && value > *rule.maximum;
  if (!low && !high) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, error::v1::VALUE_OUT_OF_RANGE,
               {"The value {value} does not lie between {minimum} and {maximum}.",
                "La valeur {value} n'est pas comprise entre {minimum} et {maximum}."})
      .With("value", FixedText(value, rule.decimals))
      .With("minimum", BoundText(rule.minimum, -kMaxFixed, rule.decimals))
      .With("maximum", BoundText(rule.maximum, kMaxFixed, rule.decimals));
}

absl::StatusOr<Fixed> QuantiseValue(const std::variant<double, std::string>& value, int decimals) {
  if (const double* number = std::get_if<double>(&value)) return Quantise(*number, decimals);
  return QuantiseText(std::get<std::string>(value), decimals);
}

absl::Status UnknownKpi(absl::string_view kpi_id) {
  return Error(absl::StatusCode::kInvalidArgument, error::v1::UNKNOWN_KPI,
               {"There is no KPI {kpi}.", "Il n'existe pas de KPI {kpi}."})
      .With("kpi", kpi_id);
}

std::string IdentityText(const Measurement& measurement) {
  return absl::StrCat(measurement.source_id, "/", measurement.event_id, "/", measurement.item);
}

auto Identity(const Measurement& m) {
  return std::tie(m.source_id, m.event_id, m.item);
}

auto Rank(const Measurement& m, const Hash128& hash) {
  return std::tuple(m.order_key, hash, Identity(m));
}

}  // namespace

absl::Status CheckEventTime(absl::Time time, absl::Time now) {
  if (time > absl::UnixEpoch() && time <= now + kFutureAllowance) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_TIME,
               {"The time {time} is impossible or too far in the future.",
                "La date {time} est impossible ou trop loin dans le futur."})
      .With("time", absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone()));
}

absl::StatusOr<Measurement> Admit(Reading reading, const ValueRule* rule, absl::Time now) {
  RETURN_IF_ERROR(CheckIds(reading.fields));
  if (rule == nullptr) return UnknownKpi(reading.fields.kpi_id);
  RETURN_IF_ERROR(CheckEventTime(reading.event_time, now));
  Measurement measurement = std::move(reading.fields);
  measurement.event_time_us = absl::ToUnixMicros(reading.event_time);
  measurement.value = 0;
  if (measurement.retraction) return measurement;
  ASSIGN_OR_RETURN(measurement.value, QuantiseValue(reading.value, rule->decimals));
  RETURN_IF_ERROR(CheckValue(measurement.value, *rule));
  return measurement;
}

Hash128 IdentityHashOf(const Measurement& measurement) {
  std::string bytes;
  bytes.reserve(96);
  AppendText(bytes, measurement.source_id);
  AppendText(bytes, measurement.event_id);
  AppendNumber(bytes, static_cast<uint64_t>(measurement.item));
  return HashOf(bytes);
}

Hash128 BusinessHashOf(absl::string_view kpi_id, absl::string_view business_key) {
  std::string bytes;
  AppendText(bytes, kpi_id);
  AppendText(bytes, business_key);
  return HashOf(bytes);
}

Hash128 PayloadHashOf(const Measurement& measurement) {
  std::string bytes;
  bytes.reserve(160);
  AppendText(bytes, measurement.kpi_id);
  AppendText(bytes, measurement.team_id);
  AppendText(bytes, measurement.business_key);
  AppendNumber(bytes, static_cast<uint64_t>(measurement.event_time_us));
  AppendNumber(bytes, static_cast<uint64_t>(measurement.value));
  AppendNumber(bytes, static_cast<uint64_t>(measurement.semantics));
  AppendNumber(bytes, measurement.user_hash.has_value());
  AppendText(bytes, measurement.user_hash.value_or(""));
  // Nothing for all others, whose hashes are stored since before there were retractions.
  if (measurement.retraction) AppendText(bytes, "retraction");
  return HashOf(bytes);
}

bool SameFact(const Measurement& a, const Measurement& b) {
  if (Identity(a) == Identity(b)) return true;
  return !a.business_key.empty() && a.business_key == b.business_key && a.kpi_id == b.kpi_id;
}

std::vector<Measurement> CurrentTruth(std::vector<Measurement> versions) {
  std::vector<std::pair<Hash128, Measurement>> hashed;
  for (Measurement& version : versions) {
    const Hash128 hash = PayloadHashOf(version);
    hashed.emplace_back(hash, std::move(version));
  }
  std::sort(hashed.begin(), hashed.end(), [](const auto& a, const auto& b) {
    return Rank(a.second, a.first) > Rank(b.second, b.first);
  });
  std::vector<Measurement> standing;
  for (auto& [hash, version] : hashed) {
    const bool beaten = std::any_of(standing.begin(), standing.end(),
                                    [&](const Measurement& one) { return SameFact(one, version); });
    if (!beaten) standing.push_back(std::move(version));
  }
  return standing;
}

LastValue AsLastValue(const Measurement& measurement) {
  return {measurement.order_key, measurement.event_time_us, IdentityText(measurement),
          measurement.value};
}

}  // namespace palier::kpi
