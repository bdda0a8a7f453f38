// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/error_answer.h"

#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/rpc/convert.h"
#include "common/status/error.h"
#include "gateway/edge/inbound.h"
#include "gateway/transcoding/answer.h"
#include "google/rpc/error_details.pb.h"

namespace palier::gateway {
namespace {

using absl::StatusCode;

int64_t RetryAfterSeconds(const google::rpc::Status& error) {
  google::rpc::RetryInfo retry;
  for (const google::protobuf::Any& any : error.details()) {
    if (any.UnpackTo(&retry)) {
      const auto& delay = retry.retry_delay();
      return std::max<int64_t>(1, delay.seconds() + (delay.nanos() > 0 ? 1 : 0));
    }
  }
  return 0;
}

}  // namespace

int HttpStatusFor(const google::rpc::Status& error, const http::Headers& request) {
  const std::string reason = ReasonOf(error);
  if (reason == "ETAG_MISMATCH" && request.Has("if-match")) return 412;
  if (reason == "REQUEST_ID_REUSED" && request.Has("idempotency-key")) return 422;
  if (reason == "REQUEST_TOO_LARGE") return 413;
  return HttpStatusOf(error.code());
}

http::Response ErrorAnswer(const google::rpc::Status& error, const http::Request& request,
                           rpc::Language language, int status) {
  http::Response response;
  response.status = status == 0 ? HttpStatusFor(error, request.headers) : status;
  const bool problem = Accepts(request.headers.Get("accept"), "application/problem+json");
  response.headers.Add("Content-Type", problem ? "application/problem+json" : "application/json");
  response.headers.Add("Content-Language", language == rpc::Language::kFrench ? "fr" : "en");
  response.headers.Add("Cache-Control", "no-store");
  if (const int64_t seconds = RetryAfterSeconds(error); seconds > 0)
    response.headers.Add("Retry-After", absl::StrCat(seconds));
  if (response.status == 401) response.headers.Add("WWW-Authenticate", "Bearer");
  response.body = problem ? ProblemJson(error, response.status, request.path())
                          : ErrorJson(error, response.status);
  return response;
}

http::Response ErrorAnswer(const absl::Status& error, const http::Request& request,
                           rpc::Language language, int status) {
  return ErrorAnswer(rpc::ToRpc(error, language), request, language, status);
}

absl::Status ErrorOfHttp(int status, const http::Request& request) {
  switch (status) {
    case 403:
      return status::Error(StatusCode::kPermissionDenied, error::v1::PERMISSION_DENIED,
                           {"Pages of this origin may not change anything here (--cors_origins).",
                            "Les pages de cette origine ne peuvent rien modifier ici "
                            "(--cors_origins)."});
    case 404:
      return status::Error(StatusCode::kNotFound, error::v1::RESOURCE_NOT_FOUND,
                           {"There is nothing at {resource}; /openapi.json tells what there is.",
                            "Il n'y a rien à {resource} ; /openapi.json dit ce qu'il y a."})
          .With("resource", aip::Excerpt(request.path()));
    case 405:
      return status::Error(StatusCode::kUnimplemented, error::v1::UNIMPLEMENTED,
                           {"This path has other methods: see the header Allow.",
                            "Ce chemin a d'autres méthodes : voir l'en-tête Allow."});
    case 408:
      return status::Error(
          StatusCode::kDeadlineExceeded, error::v1::DEADLINE_EXCEEDED,
          {"The request took too long to come.", "La requête a mis trop de temps à arriver."});
    case 413:
      return status::Error(StatusCode::kResourceExhausted, error::v1::REQUEST_TOO_LARGE,
                           {"The body is larger than this server takes.",
                            "Le corps est plus grand que ce que ce serveur accepte."});
    case 415:
      return status::Error(StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS,
                           {"The body must be application/json, as it is or in gzip.",
                            "Le corps doit être en application/json, tel quel ou en gzip."});
    case 421:
      return status::Error(StatusCode::kPermissionDenied, error::v1::PERMISSION_DENIED,
                           {"With --auth=dev only requests to this machine's own names are "
                            "answered: localhost, 127.0.0.1, [::1].",
                            "Avec --auth=dev, seules les requêtes aux noms de cette machine "
                            "reçoivent une réponse : localhost, 127.0.0.1, [::1]."});
    case 431:
      return status::Error(StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED,
                           {"The request line and headers are too large or too many.",
                            "La ligne de requête et les en-têtes sont trop grands ou trop "
                            "nombreux."});
    case 501:
      return status::Error(
          StatusCode::kUnimplemented, error::v1::UNIMPLEMENTED,
          {"This method takes a stream from its caller, which only gRPC carries.",
           "Cette méthode reçoit un flux de l'appelant, ce que seul gRPC permet."});
    case 503:
      return status::Error(StatusCode::kUnavailable, error::v1::OVERLOADED,
                           {"Too many connections are open. Try again in a moment.",
                            "Trop de connexions sont ouvertes. Réessayez dans un instant."})
          .RetryAfter(absl::Seconds(1));
    default:
      return status::Error(
          StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS,
          {"This is no HTTP request that can be read.", "Cette requête HTTP est illisible."});
  }
}

}  // namespace palier::gateway
