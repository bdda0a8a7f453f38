// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/authorisation_store.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization.pb.h"

namespace palier::registry {
namespace {

using resource::Session;

constexpr size_t kMaxOrganizations = 1000;
// Over all organisations, and of one: rules, applications, teams ...
constexpr size_t kMaxThings = 1000000;
constexpr int kMaxThingsOfOne = 100000;
// A longer list of changes is not looked through: reading all again costs as much.
constexpr int kMaxChanges = 1000;
// So that one organisation that is large does not hold up the others.
constexpr int kThreads = 2;

absl::StatusOr<int64_t> CursorOf(Session& session, const std::string& organization) {
  int64_t cursor = 0;
  RETURN_IF_ERROR(session.sql().Query("SELECT sequence FROM change_counter WHERE organization=$1",
                                      {organization}, [&](const sql::Row& row) -> absl::Status {
                                        cursor = row.int64(0);
                                        return absl::OkStatus();
                                      }));
  return cursor;
}

// Whether a change after `from` up to `to` may matter. Changes that are not kept any more do.
absl::StatusOr<bool> Matters(Session& session, const std::string& organization, int64_t from,
                             int64_t to) {
  if (to < from || to - from > kMaxChanges) return true;
  int64_t seen = 0;
  bool matters = false;
  RETURN_IF_ERROR(session.sql().Query(
      "SELECT resource FROM change_log WHERE organization=$1 AND sequence>$2 ORDER BY sequence",
      {organization, from}, [&](const sql::Row& row) -> absl::Status {
        ++seen;
        matters = matters || AuthorisationStore::Concerns(row.text(0));
        return absl::OkStatus();
      }));
  return matters || seen != to - from;
}

absl::Status TooMany(const std::string& organization) {
  return status::LimitExceeded({"{subject} has more than {limit} rules, applications and teams.",
                                "{subject} a plus de {limit} règles, applications et équipes."},
                               organization, kMaxThingsOfOne);
}

class FactsReader {
 public:
  FactsReader(Session& session, const Types& types, const std::string& organization)
      : session_(session), types_(types), organization_(organization) {}

  absl::StatusOr<AuthorisationFacts> Read() {
    AuthorisationFacts facts;
    RETURN_IF_ERROR(All(types_.authorisation_rule, facts.rules));
    RETURN_IF_ERROR(All(types_.waiver, facts.waivers));
    RETURN_IF_ERROR(All(types_.application, facts.applications));
    RETURN_IF_ERROR(All(types_.department, facts.departments));
    RETURN_IF_ERROR(All(types_.team, facts.teams));
    v1::OrganizationSettings settings;
    RETURN_IF_ERROR(session_
                        .Find(types_.settings,
                              absl::StrCat("organizations/", organization_, "/settings"), &settings)
                        .status());
    facts.sensitive_classes.assign(settings.sensitive_data_classes().begin(),
                                   settings.sensitive_data_classes().end());
    return facts;
  }

 private:
  template <typename Resource>
  absl::Status All(const resource::Type& type, std::vector<Resource>& all) {
    return session_.ForEach(
        type, organization_, absl::StrCat("organizations/", organization_),
        [&](absl::string_view bytes) -> absl::Status {
          if (++things_ > kMaxThingsOfOne) return TooMany(organization_);
          if (all.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
            return absl::OkStatus();
          return absl::DataLossError(absl::StrCat("unreadable ", type.label()));
        });
  }

  Session& session_;
  const Types& types_;
  const std::string& organization_;
  int things_ = 0;
};

}  // namespace

bool AuthorisationStore::Concerns(absl::string_view resource) {
  const std::vector<absl::string_view> parts = absl::StrSplit(resource, absl::MaxSplits('/', 3));
  // A change that is about no resource we know of may be about all.
  if (parts.size() < 3) return parts.size() < 2;
  for (const absl::string_view collection :
       {"authorisationRules", "waivers", "applications", "departments", "teams", "settings"}) {
    if (parts[2] == collection) return true;
  }
  return false;
}

AuthorisationStore::AuthorisationStore(const resource::Store& store, const Types& types,
                                       Monotonic now)
    : store_(store), types_(types), now_(std::move(now)) {
  for (int i = 0; i < kThreads; ++i) threads_.emplace_back([this] { Work(); });
}

AuthorisationStore::~AuthorisationStore() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

std::optional<AuthorisationStore::Book> AuthorisationStore::KnownOf(
    const std::shared_ptr<Shelf>& shelf) {
  const Time now = now_();
  const auto age = shelf->as_of.has_value() ? now - *shelf->as_of : Time::duration::max();
  if (age < kFresh) return shelf->book;
  const bool failed = shelf->pause_until.has_value();
  if (!shelf->wanted && !(failed && now < *shelf->pause_until)) {
    shelf->wanted = true;
    wanted_.push_back(shelf);
  }
  if (age < kLongest) return shelf->book;
  // Who waits for a store that has just failed would only take a thread from others.
  return failed ? std::optional(Book()) : std::nullopt;
}

std::optional<AuthorisationStore::Book> AuthorisationStore::Known(absl::string_view organization) {
  absl::MutexLock lock(&mutex_);
  const auto found = shelves_.find(organization);
  if (found == shelves_.end()) return std::nullopt;
  return KnownOf(found->second);
}

AuthorisationStore::Book AuthorisationStore::Look(absl::string_view organization) {
  const absl::Time give_up = absl::Now() + absl::FromChrono(kPatience);
  absl::MutexLock lock(&mutex_);
  const std::shared_ptr<Shelf> shelf = ShelfOf(organization);
  const int64_t mine = shelf->started + 1;
  while (true) {
    if (const auto known = KnownOf(shelf)) return *known;
    // Something was committed here since, but not before this call.
    if (shelf->succeeded >= mine && now_() - shelf->succeeded_at < kLongest) return shelf->book;
    const auto another = [&shelf, seen = shelf->finished] { return shelf->finished != seen; };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&another), give_up)) return nullptr;
  }
}

void AuthorisationStore::Work() {
  absl::MutexLock lock(&mutex_);
  while (true) {
    mutex_.Await(absl::Condition(this, &AuthorisationStore::HasWork));
    if (stopping_) return;
    const std::shared_ptr<Shelf> shelf = wanted_.front();
    wanted_.pop_front();
    Renew(*shelf);
  }
}

void AuthorisationStore::Renew(Shelf& shelf) {
  const uint64_t generation = shelf.generation;
  const int64_t turn = ++shelf.started;
  const Time start = now_();
  Book book = shelf.book;
  int64_t cursor = shelf.cursor;
  mutex_.Unlock();
  const absl::Status status = Read(shelf.organization, book, cursor);
  mutex_.Lock();
  shelf.wanted = false;
  ++shelf.finished;
  if (!status.ok()) {
    shelf.pause_until = now_() + kPause;
    return;
  }
  shelf.pause_until.reset();
  shelf.book = std::move(book);
  shelf.cursor = cursor;
  shelf.succeeded = turn;
  shelf.succeeded_at = start;
  if (shelf.generation == generation) shelf.as_of = start;
  MakeRoom();
}

absl::Status AuthorisationStore::Read(const std::string& organization, Book& book,
                                      int64_t& cursor) const {
  std::optional<AuthorisationFacts> facts;
  int64_t now_at = 0;
  const absl::Time deadline = absl::Now() + absl::FromChrono(kPatience);
  RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) -> absl::Status {
    facts.reset();
    ASSIGN_OR_RETURN(now_at, CursorOf(session, organization));
    bool matters = book == nullptr;
    if (!matters && now_at != cursor) {
      ASSIGN_OR_RETURN(matters, Matters(session, organization, cursor, now_at));
    }
    if (!matters) return absl::OkStatus();
    ASSIGN_OR_RETURN(facts, FactsReader(session, types_, organization).Read());
    return absl::OkStatus();
  }));
  if (facts.has_value()) book = std::make_shared<const AuthorisationBook>(*facts);
  cursor = now_at;
  return absl::OkStatus();
}

void AuthorisationStore::Forget(absl::string_view organization) {
  absl::MutexLock lock(&mutex_);
  const auto found = shelves_.find(organization);
  if (found == shelves_.end()) return;
  ++found->second->generation;
  found->second->as_of.reset();
  found->second->pause_until.reset();
}

std::shared_ptr<AuthorisationStore::Shelf> AuthorisationStore::ShelfOf(
    absl::string_view organization) {
  std::shared_ptr<Shelf>& shelf = shelves_[organization];
  if (shelf == nullptr) {
    shelf = std::make_shared<Shelf>();
    shelf->organization = std::string(organization);
  }
  return shelf;
}

// A service may ask about any organisation, whether there is one or not.
void AuthorisationStore::MakeRoom() {
  size_t things = 0;
  for (const auto& [organization, shelf] : shelves_)
    things += shelf->book == nullptr ? 0 : shelf->book->size();
  if (shelves_.size() > kMaxOrganizations || things > kMaxThings) shelves_.clear();
}

}  // namespace palier::registry
