// Requests that are wrong whatever the state: refused with the field's name, and no trace of them.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"
#include "tests/e2e/wrong_requests.h"

namespace gongkai::e2e {
namespace {

constexpr char kIntakeService[] = "service/intake";

// So many characters of three bytes each.
std::string Characters(int count) {
  std::string text;
  while (count-- > 0) text += "公";
  return text;
}

std::string Repeat(const std::string& text, int count) {
  std::string all;
  while (count-- > 0) all += text + ' ';
  return all;
}

class BadInputFields : public WrongRequests<BadInputFields> {};

TEST_F(BadInputFields, OverlongFieldsOfIntake) {
  const std::string upload = "report: '$' size_bytes: 1 sha256: '" + std::string(64, '0') + "' ";
  ExpectRefused(
      lifecycle_.Create(),
      {{kDrafter, "CreateReport", "report { title: '" + Characters(201) + "' }", "report.title"},
       {kDrafter, "CreateReport", "report { document_number: '" + Characters(61) + "' }",
        "report.document_number"},
       {kDrafter, "CreateReport", "report { issuing_department: '" + Characters(101) + "' }",
        "report.issuing_department"},
       {kDrafter, "CreateReport", "report { category: '" + Characters(101) + "' }",
        "report.category"},
       {kDrafter, "CreateReport", "report { disclosure { reason: '" + Characters(1001) + "' } }",
        "report.disclosure.reason"},
       {kDrafter, "CreateReport", "report { body: '" + std::string((512 << 10) + 1, 'x') + "' }",
        "report.body"},
       {kDrafter, "CreateReport", "report_id: 'r" + std::string(63, 'x') + "' report { }",
        "report_id"},
       {kDrafter, "CreateReport", "report { title: '年报' } request_id: 'not-a-uuid'",
        "request_id"},
       {kDrafter, "UpdateReport", "report { name: '$' title: '" + Characters(201) + "' }",
        "report.title"},
       {kDrafter, "UpdateReport",
        "report { name: '$' title: 'x' etag: '" + std::string(65, 'e') + "' }", "report.etag"},
       {kDrafter, "UpdateReport", "report { name: '$' title: 'x' } update_mask { paths: 'state' }",
        "update_mask"},
       {kDrafter, "SubmitReport", "name: '$' etag: '" + std::string(65, 'e') + "'", "etag"},
       {kDrafter, "WithdrawReport", "name: '$' reason: '" + Characters(2001) + "'", "reason"},
       {kDrafter, "WithdrawReport", "name: '$'", "reason"},
       {kDrafter, "UploadAttachment",
        "start { " + upload + "file_name: '" + Characters(121) + "' mime_type: 'text/plain' }",
        "start.file_name"},
       {kDrafter, "UploadAttachment",
        "start { " + upload + "file_name: 'a' mime_type: 'text/" + std::string(96, 'x') + "' }",
        "start.mime_type"},
       {kDrafter, "UploadAttachment",
        "start { report: '$' file_name: 'a' mime_type: 'text/plain' size_bytes: 67108865 "
        "sha256: '" +
            std::string(64, '0') + "' }",
        "start.size_bytes"},
       {kDrafter, "UploadAttachment",
        "start { report: '$' file_name: 'a' mime_type: 'text/plain' size_bytes: 1 sha256: 'AB' }",
        "start.sha256"},
       {kDrafter, "BatchGetReports", Repeat("names: '$'", 1001), "names"},
       {kDrafter, "GetReport", "name: '$' content_sha256: 'x'", "content_sha256"},
       {kDrafter, "ListReports", "page_size: -1", "page_size"}});
}

TEST_F(BadInputFields, AChunkOverTheLimit) {
  const std::string report = lifecycle_.Create();
  const std::string bytes((256 << 10) + 1, 'x');
  intake::v1::UploadAttachmentRequest start;
  *start.mutable_start() = StartOf(report, "a.bin", bytes);
  intake::v1::UploadAttachmentRequest chunk;
  chunk.set_chunk(bytes);
  TraceCheck trace(*cluster_, report);
  const grpc::Status status = CallWithBytes(*cluster_, kDrafter, "UploadAttachment",
                                            {start.SerializeAsString(), chunk.SerializeAsString()});
  EXPECT_EQ(trace.Refused(status, Reason::kInvalidField), "");
  EXPECT_EQ(FactOf(status, "field"), "chunk");
}

TEST_F(BadInputFields, OverlongFieldsOfReviewPublishAndWorkflow) {
  const std::string task = "name: '$/tasks/legal' ";
  const std::string long_etag = "etag: '" + std::string(65, 'e') + "'";
  const std::string long_text = "'" + Characters(2001) + "'";
  const std::string findings = "name: '$/tasks/secrecy' content_sha256: '" + std::string(64, '0') +
                               "' findings_sha256: '" + std::string(64, '0') + "' ";
  const std::string approve = task + "content_sha256: '" + std::string(64, '0') +
                              "' opinion: '同意' form { questions_version: 2 ";
  ExpectRefused(
      lifecycle_.InLegalReview(),
      {{kLegal, "ClaimTask", task + "claim_duration { seconds: 59 }", "claim_duration"},
       {kLegal, "ClaimTask", task + "claim_duration { seconds: 86401 }", "claim_duration"},
       {kLegal, "ClaimTask", task + long_etag, "etag"},
       {kLegal2, "TakeOverTask", task, "reason"},
       {kLegal2, "TakeOverTask", task + "reason: ' '", "reason"},
       {kLegal2, "TakeOverTask", task + "reason: '休假' claim_duration { seconds: 59 }",
        "claim_duration"},
       {kLegal2, "TakeOverTask", task + "reason: '休假' claim_duration { seconds: 60 nanos: 1 }",
        "claim_duration"},
       {kLegal2, "TakeOverTask", task + "reason: '休假' " + long_etag, "etag"},
       {kLegal, "ReturnTask", task + "reason: " + long_text, "reason"},
       {kLegal, "ReturnTask", task, "reason"},
       {kLegal, "ReferTask", task + "question: '问' authority: '" + Characters(201) + "'",
        "authority"},
       {kLegal, "ReferTask", task + "authority: '局' question: " + long_text, "question"},
       {kLegal, "ResolveTask", task + "answer: " + long_text, "answer"},
       {kLegal, "WithholdTask", task + "ground: STATE_SECRET reason: " + long_text, "reason"},
       {kLegal, "WithholdTask", task + "reason: '密'", "ground"},
       {kSecrecy, "AdjudicateFindings",
        task + "content_sha256: '" + std::string(64, '0') + "' findings_sha256: '" +
            std::string(64, '0') + "' first_finding: 1 verdict: MASK reason: '误报'",
        "name"},
       {kSecrecy, "AdjudicateFindings", findings + "first_finding: 0 verdict: MASK reason: '误报'",
        "first_finding"},
       {kSecrecy, "AdjudicateFindings",
        findings + "first_finding: 10001 verdict: MASK reason: '误报'", "first_finding"},
       {kSecrecy, "AdjudicateFindings",
        findings + "first_finding: 1 finding_count: -1 verdict: MASK reason: '误报'",
        "finding_count"},
       {kSecrecy, "AdjudicateFindings", findings + "first_finding: 1 reason: '误报'", "verdict"},
       {kSecrecy, "AdjudicateFindings", findings + "first_finding: 1 verdict: MASK", "reason"},
       {kSecrecy, "AdjudicateFindings", findings + "first_finding: 1 verdict: ALLOW reason: '依法'",
        "ground"},
       {kSecrecy, "AdjudicateFindings",
        findings + "first_finding: 1 verdict: MASK ground: CONSENT reason: '依法'", "ground"},
       {kSecrecy, "AdjudicateFindings",
        "name: '$/tasks/secrecy' content_sha256: '" + std::string(64, '0') +
            "' first_finding: 1 verdict: MASK reason: '误报'",
        "findings_sha256"},
       {kLegal, "ApproveTask", task + "opinion: '同意'", "content_sha256"},
       {kLegal, "ApproveTask",
        task + "content_sha256: '" + std::string(64, '0') +
            "' form { questions_version: 2 } opinion: " + long_text,
        "opinion"},
       {kLegal, "ApproveTask",
        task + "content_sha256: '" + std::string(64, '0') + "' opinion: '同意'", "form"},
       {kLegal, "ApproveTask", approve + Repeat("answers { question: 'A' answer: YES }", 17) + "}",
        "form.answers"},
       {kLegal, "ApproveTask",
        approve + "answers { question: '" + Characters(61) + "' answer: YES } }",
        "form.answers[0].question"},
       {kLegal, "ApproveTask", approve + "answers { question: 'A' answer: NO } }",
        "form.answers[0].remark"},
       {kLegal, "ApproveTask",
        approve + "answers { question: 'A' answer: YES remark: '" + Characters(301) + "' } }",
        "form.answers[0].remark"},
       {kLegal, "ApproveTask", approve + "basis: '" + Characters(501) + "' }", "form.basis"},
       {kLegal, "ApproveTask",
        approve + Repeat("clause_remarks { clause: '一' remark: '改' }", 11) + "}",
        "form.clause_remarks"},
       {kLegal, "ApproveTask",
        approve + "clause_remarks { clause: '" + Characters(51) + "' remark: '改' } }",
        "form.clause_remarks[0].clause"},
       {kLegal, "ApproveTask",
        approve + Repeat("withheld_parts { part: '一' ground: DELIBERATIVE }", 11) + "}",
        "form.withheld_parts"},
       {kLegal, "ApproveTask",
        approve + "withheld_parts { part: '" + Characters(101) + "' ground: DELIBERATIVE } }",
        "form.withheld_parts[0].part"},
       {kLegal, "ApproveTask", approve + "} decision { attribute: NOT_DISCLOSED reason: '密' }",
        "decision.ground"},
       {kLegal, "ApproveTask", approve + "} decision { attribute: ACTIVE ground: DELIBERATIVE }",
        "decision.ground"},
       {kLegal, "ApproveTask",
        approve + "} decision { attribute: ON_REQUEST reason: '" + Characters(501) + "' }",
        "decision.reason"},
       {kLegal, "ReturnTask",
        task +
            "reason: '改' form { questions_version: 2 answers { question: 'PRETTY' answer: YES } }",
        "form.answers[0].question"},
       {kLegal, "EndorseTask",
        task + "opinion: '同意' content_sha256: '" + std::string(64, '0') + "'", "name"},
       {kDrafter, "UpdateReport",
        "report { name: '$' formed_date { year: 2026 month: 2 day: 30 } }", "report.formed_date"},
       {kDrafter, "UpdateReport", "report { name: '$' telephone: '转8' }", "report.telephone"},
       {kDrafter, "UpdateReport", "report { name: '$' channels: PORTAL channels: PORTAL }",
        "report.channels"},
       {kDrafter, "UpdateReport", "report { name: '$' interpretation: 'x' }",
        "report.interpretation"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: SUBMIT submit { disclosure: ACTIVE warnings: 'late' } }",
        "command.submit.warnings"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: SUBMIT submit { disclosure: ACTIVE " +
            Repeat("warnings: 'LATE'", 21) + " } }",
        "command.submit.warnings"},
       {kPublisher, "PublishReport", "name: '$' " + long_etag, "etag"},
       {kPublisher, "PublishReport", "name: '$' content_sha256: 'x'", "content_sha256"},
       {kPublisher, "RetractReport", "name: '$' reason: " + long_text, "reason"},
       {kSecrecy, "ReportLeak", "name: '$' reason: " + long_text, "reason"},
       {kSecrecy, "ProposePurge", "name: '$' reason: '密'", "sha256"},
       {kSecrecy, "ProposePurge", "name: '$' reason: '密' sha256: 'x'", "sha256"},
       {kSecrecy, "ProposePurge", "name: '$' sha256: '" + std::string(64, 'a') + "'", "reason"},
       {kSecrecy, "ProposePurge",
        "name: '$' reason: '密' " + Repeat("sha256: '" + std::string(64, 'a') + "'", 67), "sha256"},
       {kLegal, "ConfirmPurge", "name: '$' reason: '密' sha256: '" + std::string(64, 'a') + "'",
        "proposal"},
       {kLegal, "ConfirmPurge",
        "name: '$' reason: '密' proposal: -1 sha256: '" + std::string(64, 'a') + "'", "proposal"},
       {kPublisher, "ReturnReport", "name: '$' reason: " + long_text, "reason"},
       {kPublisher, "ReassessReport", "name: '$' reason: " + long_text, "reason"},
       {kPublisher, "FileReport", "name: '$' content_sha256: 'x'", "content_sha256"},
       {kPublisher, "ListPublications", "page_size: -1", "page_size"},
       {kPublisher, "ListUnpublishedReports", "page_size: -1", "page_size"},
       {kPublisher, "CheckPublications", "page_size: -1", "page_size"},
       {kPublisher, "ListUnpublishedReports", "due_by { }", "due_by"},
       {kPublisher, "ListUnpublishedReports", "due_by { seconds: 1 nanos: -1 }", "due_by"},
       {kAuditor, "ListRecords", "state_time_until { }", "state_time_until"},
       {kAuditor, "ListStuckReports", "page_size: -1", "page_size"},
       {kLegal, "ListTasks", "stage: LEGAL page_size: -1", "page_size"},
       {kAuditor, "ListEntries", "page_size: -1", "page_size"},
       {kAuditor, "ListEntries", "order_by: 'time'", "order_by"},
       {kAuditor, "ListRecords", Repeat("states: DRAFT", 17), "states"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: WITHDRAW comment: " + long_text + " }", "command.comment"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: REFER refer { authority: '" + Characters(201) + "' } }",
        "command.refer.authority"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: CLAIM claim { seconds: 59 } }",
        "command.claim.seconds"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: CREATE content_sha256: '" + std::string(64, '0') +
            "' create { " + Repeat("part_sha256: '" + std::string(64, '0') + "'", 66) + "} }",
        "command.create.part_sha256"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: SUBMIT submit { disclosure: ACTIVE form_number { year: 2026 } "
        "} }",
        "command.submit.form_number"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: APPROVE_LEGAL approve { checklist { question: 'a' passed: "
        "true } "
        "form { questions_version: 2 } } }",
        "command.approve.checklist"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: EDIT content_sha256: '" + std::string(64, '0') +
            "' edit { part_sha256: 'AB' } }",
        "command.edit.part_sha256"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: APPROVE_LEGAL approve { form { questions_version: 2 " +
            Repeat("answers { question: 'a' answer: YES }", 17) + "} } }",
        "command.approve.form.answers"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: EDIT content_sha256: '" + std::string(64, '0') + "' edit { " +
            Repeat("co_issuing_departments: '局'", 11) + "} }",
        "command.edit.co_issuing_departments"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: SUBMIT submit { disclosure: ACTIVE } " +
            Repeat("from_states: DRAFT", 17) + "}",
        "command.from_states"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: SUBMIT submit { disclosure: ACTIVE planned_publish_time { "
        "seconds: -1 } } }",
        "command.submit.planned_publish_time"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: EDIT edit { } }",
        "command.content_sha256"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: WITHDRAW comment: '不办了' request_id: '" + NewRequestId() +
            "' }",
        "command.request_sha256"},
       // The detail is the action's own.
       {kIntakeService, "ApplyAction", "command { name: '$' action: SUBMIT }", "command.detail"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: SUBMIT claim { seconds: 60 } }",
        "command.detail"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: WITHDRAW comment: '不办了' submit { disclosure: ACTIVE } }",
        "command.detail"},
       // What is checked, and what is recorded as refused, obeys the same limits.
       {kIntakeService, "CheckAction",
        "command { name: '$' action: WITHDRAW comment: " + long_text + " }", "command.comment"},
       {kIntakeService, "CheckAction", "whole: true command { name: '$' action: SUBMIT }",
        "command.detail"},
       {kIntakeService, "CheckAction", "command { name: '$' action: SUBMIT claim { seconds: 60 } }",
        "command.detail"},
       {kIntakeService, "RecordRefusal",
        "command { name: '$' action: WITHDRAW comment: " + long_text + " }", "command.comment"},
       {kIntakeService, "RecordRefusal",
        "command { name: '$' action: SUBMIT } reason: 'OWN_REPORT'", "reason"}});
}

TEST_F(BadInputFields, WhatIsJustWithinTheLimitsIsTaken) {
  intake::v1::Report content = Lifecycle::Content(Characters(200));
  content.set_document_number(Characters(60));
  content.set_issuing_department(Characters(100));
  content.set_category(Characters(100));
  content.set_body(std::string(512 << 10, 'x'));
  const std::string report = lifecycle_.Create(content);
  const std::string bytes = "x";
  EXPECT_TRUE(Upload(*cluster_, kDrafter, StartOf(report, Characters(85), bytes), bytes).ok());
  const grpc::Status status =
      CallWithText(*cluster_, kDrafter, "WithdrawReport",
                   {"name: '" + report + "' reason: '" + Characters(2000) + "'"});
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(BadInputFields, TextThatIsNotUtf8) {
  const std::string report = lifecycle_.InLegalReview();
  TraceCheck trace(*cluster_, report);
  const std::vector<Row> rows{
      {kDrafter, "CreateReport", "report { title: '@@' }", "request"},
      {kDrafter, "UpdateReport", "report { name: '$' body: '@@' }", "request"},
      {kDrafter, "SubmitReport", "name: '@@'", "request"},
      {kDrafter, "WithdrawReport", "name: '$' reason: '@@'", "request"},
      {kDrafter, "ListReports", "filter: '@@'", "request"},
      {kDrafter, "DownloadAttachment", "name: '@@'", "request"},
      {kDrafter, "UploadAttachment", "start { report: '$' file_name: '@@' }", "start"},
      {kLegal, "ReturnTask", "name: '$/tasks/legal' reason: '@@'", "request"},
      {kLegal, "ListTasks", "stage: LEGAL page_token: '@@'", "request"},
      {kPublisher, "PublishReport", "name: '$' etag: '@@'", "request"},
      {kPublisher, "RetractReport", "name: '$' reason: '@@'", "request"},
      {kAuditor, "ListEntries", "filter: '@@'", "request"},
      {kAuditor, "GetRecord", "name: '@@'", "request"},
      {kIntakeService, "ApplyAction", "command { name: '$' action: WITHDRAW comment: '@@' }",
       "request"},
  };
  for (const Row& row : rows) {
    std::string bytes = RequestBytes(row.method, With(row.text, report));
    bytes.replace(bytes.find("@@"), 2, "\xC3\x28");  // begins a character of two bytes, ends none
    const grpc::Status status = CallWithBytes(*cluster_, row.who, row.method, {bytes});
    EXPECT_EQ(trace.Refused(status, Reason::kInvalidField), "") << row.method << " " << row.text;
    EXPECT_EQ(FactOf(status, "field"), row.field) << row.method << " " << row.text;
  }
}

TEST_F(BadInputFields, BytesThatAreNoMessage) {
  const std::string report = lifecycle_.InLegalReview();
  TraceCheck trace(*cluster_, report);
  for (const auto& [who, method] : {std::pair(kAuditor, "CreateReport"),
                                    {kAuditor, "GetTask"},
                                    {kAuditor, "PublishReport"},
                                    {kAuditor, "GetRecord"},
                                    {kAuditor, "GetEntry"},
                                    {kIntakeService, "ApplyAction"}}) {
    const grpc::Status status = CallWithBytes(*cluster_, who, method, {"\xFF\xFF\xFF"});
    EXPECT_EQ(trace.Refused(status, Reason::kInvalidField), "") << method;
  }
}

TEST_F(BadInputFields, ControlCharacters) {
  const std::string upload = "start { report: '$' mime_type: 'text/plain' size_bytes: 1 sha256: '" +
                             std::string(64, '0') + "' ";
  ExpectRefused(
      lifecycle_.InLegalReview(),
      {{kDrafter, "CreateReport", R"(report { title: 'a\x01' })", "report.title"},
       {kDrafter, "CreateReport", R"(report { title: 'a\nb' })", "report.title"},
       {kDrafter, "CreateReport", R"(report { title: 'a\x00b' })", "report.title"},
       {kDrafter, "CreateReport", R"(report { title: 'a\xE2\x80\xAE' })", "report.title"},
       {kDrafter, "CreateReport", R"(report { document_number: 'a\x7F' })",
        "report.document_number"},
       {kDrafter, "CreateReport", R"(report { body: 'a\rb' })", "report.body"},
       {kDrafter, "CreateReport", R"(report { body: 'a\x1b[31m' })", "report.body"},
       {kDrafter, "WithdrawReport", R"(name: '$' reason: 'a\x08')", "reason"},
       {kDrafter, "UploadAttachment", upload + R"(file_name: 'a\nb' })", "start.file_name"},
       {kDrafter, "UploadAttachment", upload + "file_name: '../a' }", "start.file_name"},
       {kDrafter, "UploadAttachment", upload + "file_name: '..' }", "start.file_name"},
       {kLegal, "ReturnTask", R"(name: '$/tasks/legal' reason: 'a\x07')", "reason"},
       {kLegal, "ReferTask", R"(name: '$/tasks/legal' question: 'a' authority: 'a\nb')",
        "authority"},
       {kPublisher, "RetractReport", R"(name: '$' reason: '\xC2\x85')", "reason"},
       {kSecrecy, "ReportLeak", R"(name: '$' reason: '\xC2\x85')", "reason"},
       {kIntakeService, "ApplyAction", R"(command { name: '$' action: WITHDRAW comment: 'a\x01' })",
        "command.comment"}});
  ExpectRefused(lifecycle_.Create(),
                {{kAuditor, "ListEntries", R"(filter: 'actor = "a\x01"')", "filter"},
                 {kDrafter, "ListReports", R"(filter: 'state\x00 = DRAFT')", "filter"}},
                Reason::kInvalidFilter);
}

TEST_F(BadInputFields, UnknownEnumValues) {
  ExpectRefused(
      lifecycle_.InLegalReview(),
      {{kDrafter, "CreateReport", "report { kind: 99 }", "report.kind"},
       {kDrafter, "CreateReport", "report { disclosure { attribute: 99 } }",
        "report.disclosure.attribute"},
       {kDrafter, "CreateReport", "report { disclosure { ground: -1 } }",
        "report.disclosure.ground"},
       {kLegal, "ListTasks", "stage: 9", "stage"},
       {kLegal, "WatchTasks", "stages: 9", "stages"},
       {kLegal, "WatchTasks", "stages: STAGE_UNSPECIFIED", "stages"},
       {kLegal, "WatchTasks", "stages: LEGAL stages: LEGAL", "stages"},
       {kAuditor, "WatchChanges", "states: 99", "states"},
       {kLegal, "ListTasks", "", "stage"},
       {kLegal, "WithholdTask", "name: '$/tasks/legal' reason: '密' ground: 99", "ground"},
       {kAuditor, "ListEntries", "view: 9", "view"},
       {kAuditor, "GetEntry", "name: 'entries/0' view: 9", "view"},
       {kAuditor, "TailEntries", "view: 9", "view"},
       {kAuditor, "ListRecords", "states: 99", "states"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: 99 }", "command.action"},
       {kIntakeService, "ApplyAction", "command { name: '$' }", "command.action"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: DENIED }", "command.action"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: SUPERSEDE }", "command.action"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: REVOKE }", "command.action"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: SET_POLICY }",
        "command.action"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: DUE_SOON }", "command.action"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: OVERDUE }", "command.action"},
       {kIntakeService, "ApplyAction", "command { name: '$' action: RESCHEDULE }",
        "command.action"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: SUBMIT submit { disclosure: ACTIVE terms { calendar: 'x' } } "
        "}",
        "command.submit.terms"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: SUBMIT submit { disclosure: ACTIVE formed_date { year: 2025 "
        "month: 2 day: 30 } } }",
        "command.submit.formed_date"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: SUBMIT submit { disclosure: 99 } }",
        "command.submit.disclosure"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: WITHHOLD withhold { ground: 99 } }",
        "command.withhold.ground"},
       {kIntakeService, "ApplyAction",
        "command { name: '$' action: SUBMIT submit { disclosure: ACTIVE } from_states: 99 }",
        "command.from_states"}});
}

TEST_F(BadInputFields, AMessageOverTheLimit) {
  const std::string report = lifecycle_.Create();
  TraceCheck trace(*cluster_, report);
  const std::string large(2 << 20, 'x');
  for (const Row& row : std::vector<Row>{{kDrafter, "CreateReport", "report { body: '@' }", ""},
                                         {kDrafter, "UploadAttachment", "chunk: '@'", ""},
                                         {kLegal, "ListTasks", "filter: '@'", ""},
                                         {kPublisher, "ListPublications", "filter: '@'", ""},
                                         {kAuditor, "ListEntries", "filter: '@'", ""}}) {
    std::string text = row.text;
    text.replace(text.find('@'), 1, large);
    const grpc::Status status = CallWithText(*cluster_, row.who, row.method, {text});
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED)
        << row.method << ": " << status.error_code() << " " << status.error_message();
  }
  EXPECT_EQ(trace.NoTrace(), "");
}

TEST_F(BadInputFields, HeadersOverTheLimit) {
  const std::string report = lifecycle_.Create();
  TraceCheck trace(*cluster_, report);
  for (const char* method : {"ListReports", "ListTasks", "ListPublications", "ListRecords"}) {
    auto context = Context();
    context->AddMetadata("x-large", std::string(9 << 10, 'x'));
    // gRPC ends the connection, too: the caller's own, which nobody else here uses.
    EXPECT_EQ(CallWithText(*cluster_, kOutsider, method, {}, std::move(context)).error_code(),
              grpc::StatusCode::RESOURCE_EXHAUSTED)
        << method;
  }
  EXPECT_EQ(trace.NoTrace(), "");
}

}  // namespace
}  // namespace gongkai::e2e
