#include "services/publish/publications.h"

#include <cstdint>
#include <utility>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/request/answer_size.h"
#include "services/lib/request/fields.h"
#include "services/lib/rpc/peer_call.h"
#include "services/publish/actions.h"
#include "services/publish/checked_action.h"
#include "services/publish/convert.h"
#include "workflow/base/report_id.h"
#include "workflow/error/errors.h"

namespace gongkai::publish {
namespace {

namespace in = intake::v1;
namespace wf = workflow::v1;

using request::FieldCheck;
using request::Presence;
using rpc::Call;

v1::PublicationContent ToPublicationContent(const std::string& name,
                                            Publications::Published published) {
  const in::Content& content = published.document.content;
  v1::PublicationContent out;
  out.set_name(name);
  out.set_content_sha256(published.content_sha256);
  out.set_title(content.title());
  out.set_document_number(content.document_number());
  out.set_kind(in::Kind_Name(content.kind()));
  out.set_issuing_department(content.issuing_department());
  out.set_category(content.category());
  out.set_body(std::move(published.document.body));
  for (const in::Attachment& attachment : content.attachments()) {
    v1::PublicationAttachment& added = *out.add_attachments();
    added.set_name(name + "/attachments/" + attachment.file_name());
    added.set_file_name(attachment.file_name());
    added.set_mime_type(attachment.mime_type());
    added.set_size_bytes(attachment.size_bytes());
    added.set_sha256(attachment.sha256());
  }
  out.set_corrects(content.corrects());
  *out.mutable_co_issuing_departments() = content.co_issuing_departments();
  if (content.has_formed_date()) *out.mutable_formed_date() = content.formed_date();
  out.set_interpretation(content.interpretation());
  out.set_index_number(content.index_number());
  out.set_content(std::move(published.document.bytes));
  return out;
}

}  // namespace

Result<v1::Publication> Publications::Publish(const Call& call,
                                              const v1::PublishReportRequest& request) {
  if (Status valid = CheckWithContent(request); !valid) return std::move(valid).error();
  return Answer(call, ApplyChecked(call, ToAction(call, request, wf::PUBLISH, {wf::CLEARED}),
                                   request.content_sha256(), request.validate_only(),
                                   {workflow_, intake_, headings_}));
}

Result<v1::Publication> Publications::Retract(const Call& call,
                                              const v1::RetractReportRequest& request) {
  return TakeBack(call, request, wf::RETRACT);
}

Result<v1::Publication> Publications::ReportLeak(const Call& call,
                                                 const v1::ReportLeakRequest& request) {
  return TakeBack(call, request, wf::REPORT_LEAK);
}

template <class Request>
Result<v1::Publication> Publications::TakeBack(const Call& call, const Request& request,
                                               wf::Action action) {
  if (Status valid = CheckWithReason(request); !valid) return std::move(valid).error();
  wf::Command command = ToAction(call, request, action, {wf::PUBLISHED});
  command.set_comment(request.reason());
  return Answer(call, workflow_.Apply(call, command, request.validate_only()));
}

Result<v1::ReturnReportResponse> Publications::Return(const Call& call,
                                                      const v1::ReturnReportRequest& request) {
  if (Status valid = CheckWithReason(request); !valid) return std::move(valid).error();
  wf::Command give_back = ToAction(call, request, wf::RETURN, {wf::CLEARED});
  give_back.set_comment(request.reason());
  const Result<rpc::Standing> applied = workflow_.Apply(call, give_back, request.validate_only());
  if (!applied) return applied.error();
  return ToDeparture<v1::ReturnReportResponse>(applied->record);
}

Result<v1::Publication> Publications::Get(const Call& call,
                                          const v1::GetPublicationRequest& request) {
  Status valid =
      FieldCheck(request)
          .Name("name", request.name(), Presence::kRequired, base::ReportId::kPublications)
          .Done();
  if (!valid) return std::move(valid).error();
  const std::string report = request::IdOf(request.name()).Name();
  const Result<wf::Record> record = workflow_.GetRecord(call, report);
  if (!record) return record.error();
  if (!WasPublic(record->state())) return errors::ReportNotFound(request.name());

  v1::Publication publication = ToPublication(*record);
  const auto headings = headings_.Read(call, {publication.content_sha256()});
  if (!headings) return headings.error();
  const auto read = headings->find(publication.content_sha256());
  if (read != headings->end()) AddHeading(read->second, publication);
  return publication;
}

Result<Publications::Published> Publications::ReadPublished(const Call& call,
                                                            const std::string& name) {
  Status valid =
      FieldCheck().Name("name", name, Presence::kRequired, base::ReportId::kPublications).Done();
  if (!valid) return std::move(valid).error();
  const std::string report = request::IdOf(name).Name();
  const Result<wf::Record> record = workflow_.GetRecord(call, report);
  if (!record) return record.error();
  if (record->state() != wf::PUBLISHED)
    return errors::ReportNotFound(name, {"as public content", "的公开内容"});

  auto document = rpc::ReadDocument(intake_, call, report, record->content_sha256(), name);
  if (!document) return std::move(document).error();
  return Published{.report = report,
                   .content_sha256 = record->content_sha256(),
                   .document = *std::move(document)};
}

Result<v1::PublicationContent> Publications::GetContent(
    const Call& call, const v1::GetPublicationContentRequest& request) {
  Result<Published> published = ReadPublished(call, request.name());
  if (!published) return std::move(published).error();
  return ToPublicationContent(request.name(), *std::move(published));
}

Result<v1::ListPublicationsResponse> Publications::List(
    const Call& call, const v1::ListPublicationsRequest& request) {
  if (Status valid = FieldCheck().PageSize(request.page_size()).Done(); !valid) {
    return std::move(valid).error();
  }
  wf::ListRecordsRequest published;
  for (const wf::State state : kPublicStates) published.add_states(state);
  published.set_order_by("create_time desc");
  published.set_filter(request.filter());
  published.set_page_token(request.page_token());
  const auto ask = [&](std::int32_t page_size) {
    published.set_page_size(page_size);
    return ReadPage(call, published);
  };
  return request::AskForFittingPage(request.page_size(), ask,
                                    &v1::ListPublicationsResponse::publications);
}

Result<v1::ListPublicationsResponse> Publications::ReadPage(
    const Call& call, const wf::ListRecordsRequest& published) {
  const Result<wf::ListRecordsResponse> page = workflow_.ListRecords(call, published);
  if (!page) return page.error();
  v1::ListPublicationsResponse response;
  response.set_next_page_token(page->next_page_token());
  for (const wf::Record& record : page->records()) {
    *response.add_publications() = ToPublication(record);
  }
  Status added =
      headings_.AddTo(call, *response.mutable_publications(), AddHeading<v1::Publication>);
  if (!added) return std::move(added).error();
  return response;
}

Result<v1::Publication> Publications::Answer(const Call& call,
                                             const Result<rpc::Standing>& standing) {
  if (!standing) return standing.error();
  v1::Publication publication = ToPublication(standing->record);
  if (const auto read = headings_.Recall(call, workflow_, *standing)) {
    AddHeading(*read, publication);
  }
  return publication;
}

}  // namespace gongkai::publish
