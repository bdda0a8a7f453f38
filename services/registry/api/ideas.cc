// SPDX-License-Identifier: Apache-2.0
// Ideas of employees: open to whoever the settings let, answered by managers.
#include "registry/domain/ideas.h"

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/resource/mutation.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/registry/v1/idea_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/facts_of.h"
#include "registry/api/hooks.h"
#include "registry/api/matching.h"
#include "registry/api/references.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;
using Settings = v1::OrganizationSettings;

constexpr int kMostPerDay = 20;
constexpr int kMostCounted = 100'000;

absl::StatusOr<bool> HoldsRole(Context& context, const rpc::Call& call) {
  ASSIGN_OR_RETURN(
      const rpc::RoleSet roles,
      context.roles.RolesOn(call.caller.subject(),
                            absl::StrCat("organizations/", call.organization), call.deadline));
  return roles.any();
}

absl::StatusOr<bool> IsRecordedPerson(Session& session, const Types& types, const rpc::Call& call) {
  ASSIGN_OR_RETURN(
      const std::vector<std::string> people,
      session.FindBy(types.person, call.organization, "principal", call.caller.subject()));
  return !people.empty();
}

absl::Status MayNotSubmit(const rpc::Call& call) {
  return status::Error(
             absl::StatusCode::kPermissionDenied, error::v1::PERMISSION_DENIED,
             {"{resource} takes no ideas from you: its settings (idea_intake) say from whom.",
              "{resource} ne prend pas d'idées de votre part : ses réglages (idea_intake) disent "
              "de qui."})
      .With("resource", absl::StrCat("organizations/", call.organization));
}

absl::StatusOr<bool> MaySubmit(Context& context, const rpc::Call& call, bool holds_role) {
  bool may = false;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    v1::Organization organization;
    RETURN_IF_ERROR(session.Get(context.types.organization,
                                absl::StrCat("organizations/", call.organization), &organization));
    ASSIGN_OR_RETURN(const Settings settings,
                     SettingsOf(session, context.types, call.organization));
    switch (settings.idea_intake()) {
      case Settings::EVERYONE:
        may = true;
        return absl::OkStatus();
      case Settings::CLOSED:
        may = false;
        return absl::OkStatus();
      default:
        ASSIGN_OR_RETURN(const bool recorded, IsRecordedPerson(session, context.types, call));
        may = holds_role || recorded;
        return absl::OkStatus();
    }
  }));
  return may;
}

// One principal cannot fill the list: counted inside the transaction.
absl::Status CheckRate(Session& session, const Types& types, const v1::Idea& idea) {
  const std::string filter = absl::StrCat(
      "submitter = \"", idea.submitter(), "\" AND create_time > \"",
      absl::FormatTime(absl::RFC3339_sec, session.now() - absl::Hours(24), absl::UTCTimeZone()),
      "\"");
  int today = 0;
  return ForEachMatching(session, types.idea, resource::ParentOf(idea.name()), filter,
                         [&](absl::string_view) -> absl::Status {
                           if (++today < kMostPerDay) return absl::OkStatus();
                           return status::LimitExceeded(
                               {"You submitted {limit} ideas within 24 hours: try again tomorrow.",
                                "Vous avez proposé {limit} idées en 24 heures : réessayez demain."},
                               "ideas", kMostPerDay);
                         });
}

resource::Hooks IdeaHooks(Context& context) {
  resource::Hooks hooks;
  hooks.before_create = [&context](const rpc::Call& call, const Message&) -> absl::Status {
    ASSIGN_OR_RETURN(const bool holds_role, HoldsRole(context, call));
    ASSIGN_OR_RETURN(const bool may, MaySubmit(context, call, holds_role));
    return may ? absl::OkStatus() : MayNotSubmit(call);
  };
  hooks.on_write = [&types = context.types](Session& session, const rpc::Call& call, const Message*,
                                            Message& after) -> absl::Status {
    auto& idea = static_cast<v1::Idea&>(after);
    idea.set_submitter(call.caller.subject());
    idea.set_state(v1::Idea::SUBMITTED);
    RETURN_IF_ERROR(CheckReference(session, {&types.department}, "idea.department",
                                   idea.department(), idea.name()));
    if (!idea.source().empty()) {
      const auto source = aip::ParseName(idea.source());
      if (!source.ok() || source->organization() != call.organization) {
        return status::InvalidField("idea.source",
                                    {"expected a resource name in this organisation",
                                     "nom de ressource de cette organisation attendu"});
      }
    }
    return CheckRate(session, types, idea);
  };
  return hooks;
}

absl::StatusOr<v1::Idea> GetIdea(Context& context, const rpc::Call& call,
                                 const v1::GetIdeaRequest& request) {
  ASSIGN_OR_RETURN(bool may, HoldsRole(context, call));
  v1::Idea idea;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) {
    return session.Get(context.types.idea, request.name(), &idea);
  }));
  if (!may && idea.submitter() != call.caller.subject()) return status::NotFound(request.name());
  return idea;
}

IdeaAnswer AnswerOf(const std::string& text, const rpc::Call& call, const Session& session) {
  return {text, call.caller.subject(), session.now()};
}

// Creates the project that the idea becomes; its name.
absl::StatusOr<std::string> MakeProject(Context& context, Session& session, const rpc::Call& call,
                                        const v1::AcceptIdeaRequest& request,
                                        const v1::Idea& idea) {
  v1::Project project = ProjectOf(idea);
  const std::string id =
      request.project_id().empty() ? aip::MakeId(idea.display_name()) : request.project_id();
  RETURN_IF_ERROR(aip::ValidateId(id, "project_id"));
  project.set_name(absl::StrCat(resource::ParentOf(idea.name()), "/projects/", id));
  RETURN_IF_ERROR(ProjectHooks(context).on_write(session, call, nullptr, project));
  RETURN_IF_ERROR(session.Insert(context.types.project, project));
  return project.name();
}

absl::StatusOr<v1::Idea> Accept(Context& context, const rpc::Call& call,
                                const v1::AcceptIdeaRequest& request) {
  return resource::ChangeOne<v1::Idea>(
      context.store, call, context.types.idea, request,
      [&](Session& session, const v1::Idea& before, v1::Idea& after) -> absl::Status {
        RETURN_IF_ERROR(CheckReference(session, {&context.types.project}, "project",
                                       request.project(), before.name()));
        // Whether it can be accepted is said before a project is made of it.
        RETURN_IF_ERROR(
            AcceptIdea(after, request.project(), AnswerOf(request.answer(), call, session)));
        if (!request.project().empty()) return absl::OkStatus();
        ASSIGN_OR_RETURN(*after.mutable_project(),
                         MakeProject(context, session, call, request, before));
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::Idea> Decline(Context& context, const rpc::Call& call,
                                 const v1::DeclineIdeaRequest& request) {
  return resource::ChangeOne<v1::Idea>(context.store, call, context.types.idea, request,
                                       [&](Session& session, const v1::Idea&, v1::Idea& after) {
                                         return DeclineIdea(
                                             after, AnswerOf(request.answer(), call, session));
                                       });
}

absl::StatusOr<v1::CountIdeasResponse> CountIdeas(Context& context, const rpc::Call& call,
                                                  const v1::CountIdeasRequest& request) {
  v1::CountIdeasResponse response;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(const CommonFacts common,
                     CommonFactsOf(session, context.types, call.organization));
    IdeaCount count(common.zone);
    int counted = 0;
    RETURN_IF_ERROR(session.ForEach(context.types.idea, call.organization, request.parent(),
                                    [&](absl::string_view bytes) -> absl::Status {
                                      if (++counted > kMostCounted) {
                                        return status::LimitExceeded(
                                            {"More than {limit} ideas.", "Plus de {limit} idées."},
                                            "ideas", kMostCounted);
                                      }
                                      v1::Idea idea;
                                      RETURN_IF_ERROR(ReadStored(context.types.idea, bytes, idea));
                                      count.Add(idea);
                                      return absl::OkStatus();
                                    }));
    response.Clear();
    for (const v1::IdeaQuarter& quarter : count.Quarters()) *response.add_quarters() = quarter;
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace

void AddIdeas(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.idea, "Ideas",
                               {.list = true, .create = true}, IdeaHooks(context));
  table.Unary<v1::GetIdeaRequest, v1::Idea>("GetIdea",
                                            [&context](const rpc::Call& call, const auto& request) {
                                              return GetIdea(context, call, request);
                                            });
  table.Unary<v1::AcceptIdeaRequest, v1::Idea>(
      "AcceptIdea", [&context](const rpc::Call& call, const auto& request) {
        return Accept(context, call, request);
      });
  table.Unary<v1::DeclineIdeaRequest, v1::Idea>(
      "DeclineIdea", [&context](const rpc::Call& call, const auto& request) {
        return Decline(context, call, request);
      });
  table.Unary<v1::CountIdeasRequest, v1::CountIdeasResponse>(
      "CountIdeas", [&context](const rpc::Call& call, const auto& request) {
        return CountIdeas(context, call, request);
      });
}

}  // namespace palier::registry
