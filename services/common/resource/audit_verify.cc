// SPDX-License-Identifier: Apache-2.0
#include "common/resource/audit_verify.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/resource/audit_digest.h"
#include "common/resource/audit_sealer.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/api/v1/change.pb.h"

namespace palier::resource {
namespace {

constexpr int kPage = 500;
constexpr size_t kMaxDetail = 500;
// Only the digest of a resource is kept until its row is read.
constexpr char kDigestName[] = "resource";

// What a row of the resource table must be, from the last change of its name.
struct Expectation {
  int64_t sequence;
  std::string name;
  std::string type;
  std::string digest;
};

// An erasure that a row of the log refers to, to be looked up.
struct Reference {
  int64_t sequence;
  std::string name;
  int64_t erasure;
};

// `Project` of `type.googleapis.com/palier.registry.v1.Project`: the word in the type column.
std::string LabelOf(const std::string& type_url) {
  return type_url.substr(type_url.find_last_of("./") + 1);
}

status::Text Damaged(absl::string_view detail) {
  const std::string text = aip::CleanText(detail.substr(0, kMaxDetail));
  return {absl::StrCat("The database file is damaged: ", text),
          absl::StrCat("Le fichier de la base est endommagé : ", text)};
}

class Walk {
 public:
  Walk(sql::Transaction& transaction, absl::string_view organization, absl::string_view key,
       absl::Span<const Type* const> types, const std::vector<NotedLink>& noted)
      : transaction_(transaction), organization_(organization), key_(key), noted_(noted) {
    for (const Type* type : types) types_[type->label()] = type;
  }

  absl::StatusOr<AuditReport> Run() {
    ASSIGN_OR_RETURN(head_, ReadAuditHead(transaction_, organization_));
    RETURN_IF_ERROR(ReadCounter());
    CheckStart();
    for (bool more = !chain_.has_value(); more && !chain_.has_value();) {
      ASSIGN_OR_RETURN(more, Page());
    }
    if (!chain_.has_value()) CheckEnd();
    // A change that is gone is seen in its resource, if that is still there.
    if (!resource_.has_value()) RETURN_IF_ERROR(CheckUnlogged());
    if (!chain_.has_value() && !resource_.has_value()) RETURN_IF_ERROR(CheckIndexes());
    return Report();
  }

 private:
  struct Finding {
    int64_t sequence;
    std::string resource;
    status::Text why;
  };

  AuditReport Report() const {
    AuditReport report;
    report.sealed_count = sealed_;
    report.unsealed_count = std::max<int64_t>(0, counter_ - head_.sequence);
    report.head_hash = head_.hash;
    report.intact = !chain_.has_value() && !resource_.has_value();
    if (report.intact) return report;
    // Where the chain breaks says more than what followed from it.
    const Finding& first = chain_.has_value() ? *chain_ : *resource_;
    report.broken_sequence = first.sequence;
    report.explanation = first.why;
    report.broken_resource = first.resource;
    if (first.resource.empty() && resource_.has_value())
      report.broken_resource = resource_->resource;
    report.broken_resource = aip::CleanText(report.broken_resource);
    return report;
  }

  void Break(int64_t sequence, absl::string_view resource, status::Text why) {
    if (!chain_.has_value() || sequence < chain_->sequence)
      chain_ = Finding{sequence, std::string(resource), std::move(why)};
  }

  void BreakResource(int64_t sequence, absl::string_view resource, status::Text why) {
    if (!resource_.has_value())
      resource_ = Finding{sequence, std::string(resource), std::move(why)};
  }

  absl::Status ReadCounter() {
    ASSIGN_OR_RETURN(counter_, ChangeCursor(transaction_, organization_));
    return absl::OkStatus();
  }

  void CheckStart() {
    if (head_.sequence > 0 && head_.key_mark != KeyMark(key_)) {
      Break(0, "",
            {"The chain was sealed with another key than this process has, or the mark of its key "
             "was changed.",
             "La chaîne a été scellée avec une autre clé que celle de ce processus, ou la marque "
             "de sa clé a été modifiée."});
    }
    for (const NotedLink& link : noted_) {
      if (link.sequence > head_.sequence) {
        Break(link.sequence, "",
              {"The chain ends before the link that was noted.",
               "La chaîne s'arrête avant le maillon qui avait été noté."});
      }
    }
  }

  absl::StatusOr<bool> Page() {
    expectations_.clear();
    references_.clear();
    int rows = 0;
    RETURN_IF_ERROR(transaction_.Query(
        absl::StrCat(
            "SELECT c.sequence, c.time, c.resource, c.change, s.sequence, s.hash, s.salt, "
            "s.content, s.erasure, CASE WHEN EXISTS (SELECT 1 FROM change_log d WHERE "
            "d.organization=c.organization AND d.resource=c.resource AND d.sequence > c.sequence) "
            "THEN 1 ELSE 0 END FROM change_log c LEFT JOIN change_seal s ON "
            "s.organization=c.organization AND s.sequence=c.sequence WHERE c.organization=$1 AND "
            "c.sequence > $2 ORDER BY c.sequence LIMIT ",
            kPage),
        {organization_, last_}, [&](const sql::Row& row) -> absl::Status {
          ++rows;
          if (!chain_.has_value()) Take(row);
          return absl::OkStatus();
        }));
    for (const Reference& reference : references_) RETURN_IF_ERROR(CheckErasure(reference));
    for (const Expectation& expectation : expectations_)
      RETURN_IF_ERROR(CheckResource(expectation));
    return rows == kPage;
  }

  void Take(const sql::Row& row) {
    const LogRow log{organization_, row.int64(0), row.int64(1), row.text(2), row.blob(3)};
    if (log.sequence != last_ + 1) {
      return Break(last_ + 1, "",
                   {"A change is missing from the log.", "Un changement manque au journal."});
    }
    last_ = log.sequence;
    api::v1::Change change;
    if (!change.ParseFromArray(log.change.data(), static_cast<int>(log.change.size())) ||
        change.sequence() != log.sequence || change.resource() != log.resource) {
      return Break(log.sequence, log.resource, Altered());
    }
    if (log.sequence <= head_.sequence) TakeSealed(row, log, change);
    if (row.int64(9) == 0 && change.has_after()) {
      expectations_.push_back({log.sequence, std::string(log.resource),
                               LabelOf(change.after().type_url()),
                               ContentDigest(kDigestName, change.after().value())});
    }
  }

  void TakeSealed(const sql::Row& row, const LogRow& log, const api::v1::Change& change) {
    if (row.is_null(4)) {
      return Break(log.sequence, log.resource,
                   {"The seal of this change is missing.", "Le sceau de ce changement manque."});
    }
    const int64_t erasure = row.int64(8);
    std::string content(row.blob(7));
    if (erasure == 0) {
      content = ContentDigest(row.blob(6), log.change);
    } else {
      references_.push_back({log.sequence, std::string(log.resource), erasure});
      // Nothing but the outline may be left.
      if (change.has_before() || change.has_after() || change.SerializeAsString() != log.change)
        return Break(log.sequence, log.resource, Altered());
    }
    const std::string hash = LinkHash(key_, link_, OutlineOf(log, change), content);
    if (content != row.blob(7) || hash != row.blob(5))
      return Break(log.sequence, log.resource, Altered());
    for (const NotedLink& noted : noted_) {
      if (noted.sequence == log.sequence && noted.hash != hash) {
        return Break(log.sequence, log.resource,
                     {"The chain is not the one that was noted.",
                      "La chaîne n'est pas celle qui avait été notée."});
      }
    }
    link_ = hash;
    ++sealed_;
  }

  static status::Text Altered() {
    return {"This change, or its seal, is not what was written.",
            "Ce changement, ou son sceau, n'est pas ce qui avait été écrit."};
  }

  absl::Status CheckErasure(const Reference& reference) {
    bool holds = false;
    RETURN_IF_ERROR(transaction_.Query(
        "SELECT resource, change FROM change_log WHERE organization=$1 AND sequence=$2",
        {organization_, reference.erasure}, [&](const sql::Row& row) -> absl::Status {
          api::v1::Change change;
          const absl::string_view bytes = row.blob(1);
          holds = change.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) &&
                  row.text(0) == reference.name && absl::StrContains(change.method(), "/Erase");
          return absl::OkStatus();
        }));
    if (!holds || reference.erasure <= reference.sequence) {
      Break(reference.sequence, reference.name,
            {"The content of this change is gone and no erasure accounts for it.",
             "Le contenu de ce changement a disparu sans qu'un effacement l'explique."});
    }
    return absl::OkStatus();
  }

  absl::Status CheckResource(const Expectation& expected) {
    bool found = false;
    bool same = false;
    RETURN_IF_ERROR(transaction_.Query(
        "SELECT data, parent, revision, delete_time, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, "
        "f11, f12, f13, f14, f15 FROM resource WHERE organization=$1 AND type=$2 AND name=$3",
        {organization_, expected.type, expected.name}, [&](const sql::Row& row) -> absl::Status {
          found = true;
          same = ContentDigest(kDigestName, row.blob(0)) == expected.digest &&
                 row.text(1) == ParentOf(expected.name) && ColumnsFit(expected, row);
          return absl::OkStatus();
        }));
    ++resources_;
    if (same) return absl::OkStatus();
    BreakResource(expected.sequence, expected.name,
                  found
                      ? status::Text{"The resource is not what this change, its last, left.",
                                     "La ressource n'est pas ce que ce changement, son dernier, a "
                                     "laissé."}
                      : status::Text{"The resource is gone, and no change says so.",
                                     "La ressource a disparu sans qu'un changement le dise."});
    return absl::OkStatus();
  }

  bool ColumnsFit(const Expectation& expected, const sql::Row& row) const {
    const auto type = types_.find(expected.type);
    if (type == types_.end()) return true;
    std::unique_ptr<google::protobuf::Message> resource(type->second->New(nullptr));
    const absl::string_view bytes = row.blob(0);
    if (!resource->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
    const int64_t deleted = HasStandard(*resource, "delete_time")
                                ? absl::ToUnixMicros(StandardTime(*resource, "delete_time"))
                                : 0;
    if (NameOf(*resource) != expected.name || row.int64(3) != deleted ||
        row.int64(2) != RevisionOf(StandardString(*resource, "etag")))
      return false;
    const std::vector<sql::Value> values = FieldValues(*type->second, *resource);
    for (size_t i = 0; i < values.size(); ++i) {
      const absl::string_view stored = row.text(static_cast<int>(i) + 4);
      if (!stored.empty() && stored != std::get<std::string>(values[i])) return false;
    }
    return true;
  }

  void CheckEnd() {
    if (last_ < head_.sequence || last_ < counter_) {
      return Break(last_ + 1, "",
                   {"The end of the log was cut off.", "La fin du journal a été coupée."});
    }
    if (last_ > counter_) {
      return Break(counter_ + 1, "",
                   {"The log holds more changes than were counted.",
                    "Le journal contient plus de changements qu'il n'en a été compté."});
    }
    if (link_ != head_.hash) {
      Break(head_.sequence, "",
            {"The head of the chain is not its last link.",
             "La tête de la chaîne n'est pas son dernier maillon."});
    }
  }

  // Resources that the log knows nothing of. Counted first: the usual answer costs little.
  absl::Status CheckUnlogged() {
    int64_t stored = 0;
    RETURN_IF_ERROR(transaction_.Query("SELECT COUNT(*) FROM resource WHERE organization=$1",
                                       {organization_}, [&](const sql::Row& row) -> absl::Status {
                                         stored = row.int64(0);
                                         return absl::OkStatus();
                                       }));
    if (stored == resources_ && !chain_.has_value()) return absl::OkStatus();
    std::string type;
    std::string name;
    std::string unlogged;
    for (int rows = kPage; rows == kPage && unlogged.empty();) {
      rows = 0;
      RETURN_IF_ERROR(transaction_.Query(
          absl::StrCat(
              "SELECT r.type, r.name, (SELECT c.change FROM change_log c WHERE "
              "c.organization=r.organization AND c.resource=r.name ORDER BY c.sequence DESC LIMIT "
              "1) FROM resource r WHERE r.organization=$1 AND (r.type > $2 OR (r.type=$2 AND "
              "r.name > $3)) ORDER BY r.type, r.name LIMIT ",
              kPage),
          {organization_, type, name}, [&](const sql::Row& row) -> absl::Status {
            ++rows;
            type = std::string(row.text(0));
            name = std::string(row.text(1));
            api::v1::Change change;
            const absl::string_view bytes = row.blob(2);
            const bool read = change.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
            const bool logged =
                read && change.has_after() && LabelOf(change.after().type_url()) == type;
            if (!logged && unlogged.empty()) unlogged = name;
            return absl::OkStatus();
          }));
    }
    if (unlogged.empty() && chain_.has_value()) return absl::OkStatus();
    BreakResource(0, unlogged,
                  {"No change of the log left this resource.",
                   "Aucun changement du journal n'a laissé cette ressource."});
    return absl::OkStatus();
  }

  absl::Status CheckIndexes() {
    if (transaction_.dialect() != "sqlite") return absl::OkStatus();
    std::string found;
    for (const char* table : {"resource", "change_log", "change_seal"}) {
      RETURN_IF_ERROR(transaction_.Query(absl::StrCat("PRAGMA integrity_check(", table, ")"), {},
                                         [&](const sql::Row& row) -> absl::Status {
                                           if (found.empty() && row.text(0) != "ok")
                                             found = std::string(row.text(0));
                                           return absl::OkStatus();
                                         }));
    }
    if (found.empty()) return absl::OkStatus();
    Break(0, "", Damaged(found));
    return absl::OkStatus();
  }

  sql::Transaction& transaction_;
  const std::string organization_;
  const std::string key_;
  const std::vector<NotedLink>& noted_;
  absl::flat_hash_map<std::string, const Type*> types_;
  // The first fault of the chain, and the first of the resources.
  std::optional<Finding> chain_;
  std::optional<Finding> resource_;
  int64_t sealed_ = 0;
  AuditHead head_;
  int64_t counter_ = 0;
  int64_t last_ = 0;
  std::string link_ = FirstLink();
  int64_t resources_ = 0;
  std::vector<Expectation> expectations_;
  std::vector<Reference> references_;
};

}  // namespace

absl::StatusOr<AuditReport> VerifyAudit(sql::Transaction& transaction,
                                        absl::string_view organization, absl::string_view key,
                                        absl::Span<const Type* const> types,
                                        const std::vector<NotedLink>& noted) {
  return Walk(transaction, organization, key, types, noted).Run();
}

AuditReport DamagedReport(const absl::Status& data_loss) {
  AuditReport report;
  report.intact = false;
  report.explanation = Damaged(data_loss.message());
  report.head_hash = FirstLink();
  return report;
}

}  // namespace palier::resource
