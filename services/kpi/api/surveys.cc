// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "google/protobuf/util/message_differencer.h"
#include "kpi/api/context.h"
#include "kpi/api/survey_names.h"
#include "kpi/domain/survey_question.h"
#include "kpi/storage/small_groups_publication.h"
#include "kpi/storage/survey_table.h"
#include "palier/kpi/v1/survey_service.pb.h"

namespace palier::kpi {
namespace {

using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using resource::Session;

constexpr absl::Duration kLongest = absl::Hours(24 * 366);

void AddStandardQuestions(v1::Survey& survey) {
  for (const StandardQuestion& standard : StandardQuestions()) {
    survey.add_questions()->set_question_id(standard.id);
  }
}

// Standard questions speak their own words.
void CompleteQuestion(v1::SurveyQuestion& question) {
  const StandardQuestion* standard = FindStandardQuestion(question.question_id());
  if (standard == nullptr) return;
  question.set_scale(static_cast<v1::SurveyQuestion::Scale>(standard->scale));
  question.set_english_text(standard->text.en);
  question.set_french_text(standard->text.fr);
}

void CheckQuestion(const v1::SurveyQuestion& question, const std::string& path,
                   status::FieldErrors& errors) {
  if (!IsSurveyId(question.question_id())) {
    errors.Add(absl::StrCat(path, ".question_id"), SurveyIdRule());
  }
  if (question.scale() == v1::SurveyQuestion::SCALE_UNSPECIFIED) {
    errors.Add(absl::StrCat(path, ".scale"),
               {"A question of one's own needs its scale.",
                "Une question qui n'est pas standard demande son échelle."});
  }
  if (question.english_text().empty() || question.french_text().empty()) {
    errors.Add(
        absl::StrCat(path, question.english_text().empty() ? ".english_text" : ".french_text"),
        {"A question of one's own needs its words in both languages.",
         "Une question qui n'est pas standard demande son texte dans les deux langues."});
  }
}

void CheckQuestions(const v1::Survey& survey, status::FieldErrors& errors) {
  std::set<std::string> seen;
  for (int i = 0; i < survey.questions_size(); ++i) {
    const std::string path = absl::StrCat("survey.questions[", i, "]");
    CheckQuestion(survey.questions(i), path, errors);
    if (!seen.insert(survey.questions(i).question_id()).second) {
      errors.Add(absl::StrCat(path, ".question_id"), {"Asked twice.", "Posée deux fois."});
    }
  }
}

void CheckWindow(const v1::Survey& survey, status::FieldErrors& errors) {
  const absl::Duration open = time::TimeOf(survey.close_time()) - time::TimeOf(survey.open_time());
  if (open > absl::ZeroDuration() && open <= kLongest) return;
  errors.Add("survey.close_time",
             {"A survey closes after it opens, within 366 days.",
              "Une enquête se ferme après son ouverture, en 366 jours au plus."});
}

bool SameQuestions(const v1::Survey& a, const v1::Survey& b) {
  v1::Survey left, right;
  *left.mutable_questions() = a.questions();
  *right.mutable_questions() = b.questions();
  return MessageDifferencer::Equals(left, right);
}

// What people answered must stay what they were asked, and what was told must stay the last word.
void CheckChange(const v1::Survey& before, const v1::Survey& after, bool answered, absl::Time now,
                 status::FieldErrors& errors) {
  const auto moved = [](const auto& a, const auto& b) { return !MessageDifferencer::Equals(a, b); };
  if (answered && !SameQuestions(before, after)) {
    errors.Add("survey.questions", {"Somebody has answered them. Create another survey.",
                                    "Quelqu'un y a répondu. Créez une autre enquête."});
  }
  if (answered && moved(before.open_time(), after.open_time())) {
    errors.Add("survey.open_time", {"Somebody has answered.", "Quelqu'un a répondu."});
  }
  if (now >= time::TimeOf(before.close_time()) && moved(before.close_time(), after.close_time())) {
    errors.Add("survey.close_time", {"It has closed, and its results are final.",
                                     "Il est fermé, et ses résultats sont définitifs."});
  }
}

absl::Status OnWrite(Session& session, const v1::Survey* before, v1::Survey& after) {
  if (after.questions().empty()) AddStandardQuestions(after);
  for (v1::SurveyQuestion& question : *after.mutable_questions()) CompleteQuestion(question);
  status::FieldErrors errors;
  CheckQuestions(after, errors);
  CheckWindow(after, errors);
  if (before != nullptr) {
    ASSIGN_OR_RETURN(const SurveyKey key, ParseSurvey(after.name()));
    ASSIGN_OR_RETURN(const bool answered, SurveyTable(session.sql(), key).HasAny());
    CheckChange(*before, after, answered, session.now(), errors);
  }
  return errors.ToStatus();
}

absl::Status OnDelete(Session& session, const std::string& name, bool force) {
  ASSIGN_OR_RETURN(const SurveyKey key, ParseSurvey(name));
  SurveyTable table(session.sql(), key);
  if (!force) {
    ASSIGN_OR_RETURN(const bool answered, table.HasAny());
    if (!answered) return absl::OkStatus();
    return status::Error(
               absl::StatusCode::kFailedPrecondition, error::v1::RESOURCE_HAS_CHILDREN,
               {"{resource} has answers. Set `force` to delete them too.",
                "{resource} contient des réponses. Mettez `force` pour les supprimer aussi."})
        .With("resource", name);
  }
  RETURN_IF_ERROR(table.Remove());
  return Publications(session.sql(), key.project).Remove(PublicationKind::kSurvey, key.survey);
}

}  // namespace

void AddSurveys(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.before_create = [&context](const rpc::Call& call, const Message& request) -> absl::Status {
    const auto& parent = static_cast<const v1::CreateSurveyRequest&>(request).parent();
    RETURN_IF_ERROR(ParseProject(parent).status());
    return context.registry.CheckProject(call, parent);
  };
  hooks.on_write = [](Session& session, const rpc::Call&, const Message* before, Message& after) {
    return OnWrite(session, static_cast<const v1::Survey*>(before),
                   static_cast<v1::Survey&>(after));
  };
  hooks.on_delete = [](Session& session, const rpc::Call&, const Message& before, bool force) {
    return OnDelete(session, static_cast<const v1::Survey&>(before).name(), force);
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.survey, "Surveys",
                               resource::MethodSet::All(), hooks);
}

}  // namespace palier::kpi
