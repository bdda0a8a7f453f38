// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/ofrep.h"

#include <grpcpp/support/byte_buffer.h>

#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/rpc/bytes.h"
#include "common/rpc/convert.h"
#include "gateway/edge/conditions.h"
#include "gateway/edge/error_answer.h"
#include "gateway/edge/forward.h"
#include "gateway/edge/inbound.h"
#include "gateway/edge/unary_call.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"

namespace palier::gateway {
namespace {

using rollout::v1::AccessAnswer;
using rollout::v1::AccessQuestion;

constexpr int kMaxFlags = 1000;

// Alive as long as a call of it is under way.
class Flags : public std::enable_shared_from_this<Flags> {
 public:
  Flags(FlagsCall call, Inbound inbound, AccessQuestion context)
      : call_(std::move(call)), inbound_(std::move(inbound)), context_(std::move(context)) {}

  void Start() { call_.target.key ? AskOne(*call_.target.key) : AskWhich(); }

 private:
  std::string Organization() const {
    return absl::StrCat("organizations/", call_.target.organization);
  }

  // `then` gets the answer, unless there is none.
  template <typename Response, typename Request, typename Then>
  void Ask(const std::shared_ptr<grpc::Channel>& channel, const char* peer, const char* method,
           const Request& request, Then then) {
    const std::string service = request.GetDescriptor()->file()->service(0)->full_name();
    CallUnary(call_.exchange, {channel, absl::StrCat(service, "/", method), peer}, inbound_,
              request,
              [self = shared_from_this(), then = std::move(then)](const absl::Status& status,
                                                                  const grpc::ByteBuffer& bytes) {
                Response response;
                if (!status.ok()) return self->Fail(status);
                if (!rpc::Parse(bytes, &response))
                  return self->Fail(absl::InternalError("no message"));
                then(*self, response);
              });
  }

  void AskOne(const std::string& key) {
    rollout::v1::EvaluateAccessRequest request;
    request.set_parent(Organization());
    *request.mutable_question() = ofrep::QuestionAbout(call_.target.organization, key, context_);
    Ask<AccessAnswer>(call_.rollout, "rollout", "EvaluateAccess", request,
                      [](Flags& self, const AccessAnswer& answer) { self.TellOne(answer); });
  }

  void TellOne(const AccessAnswer& answer) {
    const std::string& key = *call_.target.key;
    if (ofrep::IsFlag(answer)) return Answer(200, ofrep::FlagJson(key, answer));
    const ofrep::Failure none{
        "FLAG_NOT_FOUND",
        {"Nobody rolls out an application of that name: the key is an application's id, or "
         "rollouts/{id}.",
         "Personne ne déploie d'application de ce nom : la clé est l'identifiant d'une "
         "application, ou rollouts/{id}."}};
    Answer(404, ofrep::FailureJson(key, none, inbound_.language));
  }

  void AskWhich() {
    registry::v1::ListApplicationsRequest request;
    request.set_parent(Organization());
    request.set_page_size(kMaxFlags);
    Ask<registry::v1::ListApplicationsResponse>(
        call_.registry, "registry", "ListApplications", request,
        [](Flags& self, const registry::v1::ListApplicationsResponse& page) {
          for (const registry::v1::Application& application : page.applications())
            self.keys_.push_back(application.name().substr(application.name().rfind('/') + 1));
          self.keys_.empty() ? self.TellAll({}) : self.AskAll();
        });
  }

  void AskAll() {
    rollout::v1::BatchEvaluateAccessRequest request;
    request.set_parent(Organization());
    context_.set_peek(true);
    for (const std::string& key : keys_)
      *request.add_questions() = ofrep::QuestionAbout(call_.target.organization, key, context_);
    Ask<rollout::v1::BatchEvaluateAccessResponse>(
        call_.rollout, "rollout", "BatchEvaluateAccess", request,
        [](Flags& self, const rollout::v1::BatchEvaluateAccessResponse& told) {
          self.TellAll({told.answers().begin(), told.answers().end()});
        });
  }

  void TellAll(const std::vector<AccessAnswer>& answers) {
    std::string body = ofrep::FlagsJson(keys_, answers);
    etag_ = absl::StrCat("\"", digest::Sha256Hex(body).substr(0, 32), "\"");
    const http::Headers& headers = call_.exchange->request().headers;
    const bool is_known = NamesEtag(headers.Joined("if-none-match"), etag_);
    Answer(is_known ? 304 : 200, is_known ? "" : std::move(body));
  }

  void Fail(const absl::Status& status) {
    const google::rpc::Status error = rpc::ToRpc(status, inbound_.language);
    const bool is_context = absl::IsInvalidArgument(status);
    const std::string why(status.message());
    http::Response response = ErrorAnswer(error, call_.exchange->request(), inbound_.language);
    response.body = ofrep::FailureJson(call_.target.key,
                                       {is_context ? "INVALID_CONTEXT" : "GENERAL", {why, why}},
                                       inbound_.language);
    Send(std::move(response));
  }

  void Answer(int status, std::string body) {
    http::Response response{status, {{"Content-Type", "application/json"}}, std::move(body)};
    response.headers.Add("Cache-Control", etag_.empty() ? "no-store" : "private, no-cache");
    if (!etag_.empty()) response.headers.Add("ETag", etag_);
    Send(std::move(response));
  }

  void Send(http::Response response) {
    AddCommonHeaders(call_.exchange->request().headers, call_.options, inbound_.trace_id,
                     response.headers);
    call_.exchange->Answer(std::move(response));
  }

  const FlagsCall call_;
  const Inbound inbound_;
  AccessQuestion context_;
  std::vector<std::string> keys_;
  std::string etag_;
};

}  // namespace

void AnswerFlags(FlagsCall call) {
  const http::Request& request = call.exchange->request();
  absl::StatusOr<Inbound> inbound = ReadInbound(request.headers, call.options);
  const rpc::Language language =
      inbound.ok() ? inbound->language
                   : rpc::PreferredLanguage(request.headers.Get("accept-language"));
  ofrep::Context context = ofrep::ReadContext(call.target.organization, request.body);
  if (inbound.ok() && std::holds_alternative<AccessQuestion>(context)) {
    return std::make_shared<Flags>(std::move(call), *std::move(inbound),
                                   std::get<AccessQuestion>(std::move(context)))
        ->Start();
  }
  ofrep::Failure failure;
  if (inbound.ok()) {
    failure = std::get<ofrep::Failure>(context);
  } else {
    const std::string why(inbound.status().message());
    failure = {"GENERAL", {why, why}};
  }
  http::Response response{400, {{"Content-Type", "application/json"}}, ""};
  response.body = ofrep::FailureJson(call.target.key, failure, language);
  AddCommonHeaders(request.headers, call.options, inbound.ok() ? inbound->trace_id : "",
                   response.headers);
  call.exchange->Answer(std::move(response));
}

}  // namespace palier::gateway
