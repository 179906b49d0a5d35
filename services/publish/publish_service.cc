#include "services/publish/publish_service.h"

#include <limits>
#include <utility>

#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "services/publish/publication_stream.h"
#include "services/publish/publications.h"
#include "services/server/fields.h"
#include "services/server/refused_stream.h"

namespace gongkai::publish {
namespace {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;
using server::Call;

template <class Response>
Status Answer(Result<Response> result, Response& response) {
  if (!result) return std::move(result).error();
  response = *std::move(result);
  return {};
}

class PublishService final : public v1::PublishService::CallbackService {
 public:
  PublishService(server::Gate& gate, server::Streams& streams, server::Peer& workflow,
                 server::Peer& intake)
      : gate_(gate), streams_(streams), workflow_(workflow), publications_(workflow, intake) {}

  Reactor* PublishReport(Context* context, const v1::PublishReportRequest* request,
                         v1::Publication* response) override {
    return gate_.Unary(context, "/gongkai.publish.v1.PublishService/PublishReport",
                       [=, this](const Call& call) {
                         return Answer(publications_.Publish(call, *request), *response);
                       });
  }

  Reactor* RetractReport(Context* context, const v1::RetractReportRequest* request,
                         v1::Publication* response) override {
    return gate_.Unary(context, "/gongkai.publish.v1.PublishService/RetractReport",
                       [=, this](const Call& call) {
                         return Answer(publications_.Retract(call, *request), *response);
                       });
  }

  Reactor* ReturnReport(Context* context, const v1::ReturnReportRequest* request,
                        v1::ReturnReportResponse* response) override {
    return gate_.Unary(context, "/gongkai.publish.v1.PublishService/ReturnReport",
                       [=, this](const Call& call) {
                         return Answer(publications_.Return(call, *request), *response);
                       });
  }

  Reactor* GetPublication(Context* context, const v1::GetPublicationRequest* request,
                          v1::Publication* response) override {
    return gate_.Unary(context, "/gongkai.publish.v1.PublishService/GetPublication",
                       [=, this](const Call& call) {
                         return Answer(publications_.Get(call, *request), *response);
                       });
  }

  Reactor* ListPublications(Context* context, const v1::ListPublicationsRequest* request,
                            v1::ListPublicationsResponse* response) override {
    return gate_.Unary(context, "/gongkai.publish.v1.PublishService/ListPublications",
                       [=, this](const Call& call) {
                         return Answer(publications_.List(call, *request), *response);
                       });
  }

  grpc::ServerWriteReactor<v1::WatchPublicationsResponse>* WatchPublications(
      Context* context, const v1::WatchPublicationsRequest* request) override {
    Result<Call> call =
        gate_.Admit(*context, "/gongkai.publish.v1.PublishService/WatchPublications");
    if (!call) return new Refused(call.error());
    const std::int64_t from = request->from_position();
    Status valid = server::FieldCheck()
                       .Range("from_position", from, 0, std::numeric_limits<std::int64_t>::max())
                       .Done();
    auto slot = valid ? streams_.TryOpen(call->caller.id) : std::move(valid).error();
    if (!slot) {
      LogCall(*call, slot.error());
      return new Refused(slot.error());
    }
    return StartPublicationStream(*std::move(call), *std::move(slot), gate_.drain(), workflow_,
                                  from);
  }

 private:
  using Refused = server::RefusedStream<v1::WatchPublicationsResponse>;

  server::Gate& gate_;
  server::Streams& streams_;
  server::Peer& workflow_;
  Publications publications_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakePublishService(server::Gate& gate, server::Streams& streams,
                                                  server::Peer& workflow, server::Peer& intake) {
  return std::make_unique<PublishService>(gate, streams, workflow, intake);
}

}  // namespace gongkai::publish
