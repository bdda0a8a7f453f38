// SPDX-License-Identifier: Apache-2.0
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/bytes.h"
#include "common/rpc/convert.h"
#include "gateway/edge/error_answer.h"
#include "gateway/edge/forward.h"
#include "gateway/transcoding/answer.h"
#include "gateway/transcoding/resume.h"

namespace palier::gateway {
namespace {

using BytesStub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

// How a message becomes a piece of the answer.
class Lines {
 public:
  virtual ~Lines() = default;
  virtual const char* media_type() const = 0;
  // Sent first, so that the client knows at once that it is served.
  virtual std::string Hello() const { return ""; }
  virtual std::string Message(const std::string& id, const std::string& json) const = 0;
  virtual std::string Error(const std::string& json) const = 0;
  // Tells that the connection lives; empty when the form has nothing for that.
  virtual std::string Heartbeat() const { return ""; }
};

class NdjsonLines : public Lines {
 public:
  const char* media_type() const override { return "application/x-ndjson"; }
  std::string Message(const std::string&, const std::string& json) const override {
    return json + "\n";
  }
  std::string Error(const std::string& json) const override { return json + "\n"; }
};

class EventLines : public Lines {
 public:
  const char* media_type() const override { return "text/event-stream"; }
  std::string Hello() const override { return "retry: 2000\n\n"; }
  std::string Message(const std::string& id, const std::string& json) const override {
    return absl::StrCat(id.empty() ? "" : "id: ", id, id.empty() ? "" : "\n", "data: ", json,
                        "\n\n");
  }
  std::string Error(const std::string& json) const override {
    return absl::StrCat("event: error\ndata: ", json, "\n\n");
  }
  std::string Heartbeat() const override { return ":\n\n"; }
};

// Everything but gRPC's three reactions runs on the connection's strand, one after the other.
class StreamForward : public std::enable_shared_from_this<StreamForward>,
                      private grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit StreamForward(Forward call) : call_(std::move(call)), stub_(call_.channel) {
    if (Accepts(call_.exchange->request().headers.Get("accept"), "text/event-stream")) {
      lines_ = std::make_unique<EventLines>();
    } else {
      lines_ = std::make_unique<NdjsonLines>();
    }
  }

  void Start(Streams& streams) {
    for (const auto& [key, value] : call_.inbound.metadata) context_.AddMetadata(key, value);
    outgoing_ = rpc::Serialize(*call_.request);
    const auto* method = call_.route.method;
    stub_.PrepareBidiStreamingCall(
        &context_, absl::StrCat("/", method->service()->full_name(), "/", method->name()),
        grpc::StubOptions(), this);
    // Reads are begun between reactions too: the call is over only when no more will be.
    AddHold();
    StartWriteLast(&outgoing_, grpc::WriteOptions());
    StartRead(&incoming_);
    self_ = shared_from_this();
    StartCall();
    entry_ = streams.Add([this] {
      ended_ = true;
      context_.TryCancel();
    });
    call_.exchange->OnGone([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->GiveUp();
    });
    call_.exchange->RunAfter(call_.options.stream_decision, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->Begin();
    });
  }

 private:
  template <typename Task>
  void Run(Task task) {
    call_.exchange->Run([self = shared_from_this(), task = std::move(task)] { task(*self); });
  }

  void OnReadDone(bool ok) override {
    Run([ok](StreamForward& self) { self.OnRead(ok); });
  }
  void OnDone(const grpc::Status& status) override {
    Run([status](StreamForward& self) { self.Finish(status); });
    // Nothing of gRPC comes any more; tasks hold it until the last one has run.
    const auto last = std::move(self_);
  }

  void OnRead(bool ok) {
    if (!ok || over_) return Release();
    const auto message = call_.schema.New(call_.route.method->output_type());
    const bool parsed = rpc::Parse(incoming_, message.get());
    const absl::StatusOr<std::string> json = parsed
                                                 ? AnswerJson(call_.schema, call_.route, *message)
                                                 : absl::InternalError("no message of its type");
    if (!json.ok()) {
      defect_ = Defect(call_, json.status().message());
      return GiveUp();
    }
    Begin();
    silent_ = false;
    call_.exchange->Write(lines_->Message(ResumeId(*call_.route.method, *message), *json),
                          [self = shared_from_this()](bool written) {
                            if (!written) return self->GiveUp();
                            self->StartNextRead();
                          });
  }

  void StartNextRead() {
    if (over_) return Release();
    StartRead(&incoming_);
  }

  // The answer is 200 from here on.
  void Begin() {
    if (begun_) return;
    begun_ = true;
    const http::Request& request = call_.exchange->request();
    http::Response response{200, {{"Content-Type", lines_->media_type()}}, lines_->Hello()};
    response.headers.Add("Cache-Control", "no-store");
    response.headers.Add("X-Accel-Buffering", "no");
    AddCommonHeaders(request.headers, call_.options, call_.inbound.trace_id, response.headers);
    call_.exchange->Begin(std::move(response));
    if (!lines_->Heartbeat().empty()) BeatLater();
  }

  void BeatLater() {
    call_.exchange->RunAfter(call_.options.heartbeat, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->Beat();
    });
  }

  void Beat() {
    // A client that does not read gets no more to read.
    if (silent_ && !beating_) {
      beating_ = true;
      call_.exchange->Write(lines_->Heartbeat(), [weak = weak_from_this()](bool) {
        if (const auto self = weak.lock()) self->beating_ = false;
      });
    }
    silent_ = true;
    BeatLater();
  }

  void GiveUp() {
    over_ = true;
    context_.TryCancel();
    Release();
  }

  // A read that is under way ends by itself; this says that none will follow.
  void Release() {
    over_ = true;
    if (std::exchange(released_, true)) return;
    RemoveHold();
  }

  void Finish(const grpc::Status& status) {
    entry_.reset();
    const http::Request& request = call_.exchange->request();
    if (ended_ && begun_) return call_.exchange->End();
    const absl::Status error = ended_         ? absl::UnavailableError("the process stops")
                               : defect_.ok() ? rpc::Explained(rpc::FromGrpc(status), call_.peer)
                                              : defect_;
    if (!begun_ && !error.ok()) {
      http::Response response = ErrorAnswer(error, request, call_.inbound.language);
      AddCommonHeaders(request.headers, call_.options, call_.inbound.trace_id, response.headers);
      return call_.exchange->Answer(std::move(response));
    }
    Begin();
    if (!error.ok()) {
      const google::rpc::Status said = rpc::ToRpc(error, call_.inbound.language);
      call_.exchange->Write(lines_->Error(ErrorJson(said, HttpStatusFor(said, request.headers))),
                            [](bool) {});
    }
    call_.exchange->End();
  }

  const Forward call_;
  std::unique_ptr<Lines> lines_;
  BytesStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer outgoing_;
  grpc::ByteBuffer incoming_;
  std::unique_ptr<Streams::Entry> entry_;
  std::shared_ptr<StreamForward> self_;
  absl::Status defect_;
  // By the process, which stops: the client comes again elsewhere.
  std::atomic<bool> ended_{false};
  bool begun_ = false;
  bool over_ = false;
  bool released_ = false;
  bool silent_ = true;
  bool beating_ = false;
};

}  // namespace

void ForwardStream(Forward call, Streams& streams) {
  std::make_shared<StreamForward>(std::move(call))->Start(streams);
}

}  // namespace palier::gateway
