#include "services/publish/publish_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/services/all/damage.h"
#include "tests/services/all/test_stage.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/services/publish/lying_intake.h"
#include "workflow/base/digest.h"

namespace gongkai::all {
namespace {

namespace fs = std::filesystem;
namespace v1 = publish::v1;
namespace wf = workflow::v1;

using testing::ElementsAre;

class PublishTest : public ::testing::Test {
 protected:
  std::string ClearReport(const std::string& id = "annual-2021", const std::string& corrects = "") {
    const std::string report = CreateReport(office_, id, corrects).name();
    Clear(office_, report);
    return report;
  }

  Result<v1::Publication> TryPublish(const v1::PublishReportRequest& request,
                                     const std::string& identity = kPublisher) {
    return office_.Call(identity, &Publish::PublishReport, request);
  }

  Result<v1::Publication> TryGet(const std::string& name) {
    v1::GetPublicationRequest request;
    request.set_name(name);
    return office_.Call(kPublisher, &Publish::GetPublication, request);
  }

  Result<v1::PublicationContent> TryGetContent(const std::string& name) {
    v1::GetPublicationContentRequest request;
    request.set_name(name);
    return office_.Call(kPublisher, &Publish::GetPublicationContent, request);
  }

  Result<std::string> TryDownload(const std::string& name) {
    return Download(office_.As(kPublisher), name);
  }

  // All bytes, or what the stream ended with.
  static Result<std::string> Download(const std::shared_ptr<grpc::Channel>& channel,
                                      const std::string& name) {
    v1::DownloadPublicationAttachmentRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    const auto reader = Publish(channel).DownloadPublicationAttachment(&context, request);
    std::string bytes;
    v1::DownloadPublicationAttachmentResponse part;
    while (reader->Read(&part)) bytes += part.chunk();
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return rpc::FromGrpcStatus(status, "the server");
    return bytes;
  }

  TestOffice office_;
};

TEST_F(PublishTest, MakesAClearedReportPublic) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Attach(office_, report, "表.csv", "甲,乙\n1,2\n");
  Attach(office_, report, "图.png", std::string(3'000'000, 'p'));
  const std::string approved = Clear(office_, report);
  const v1::Publication publication = PublishReport(office_, report);
  EXPECT_EQ(publication.name(), "publications/annual-2021");
  EXPECT_EQ(publication.report(), report);
  EXPECT_EQ(publication.state(), wf::PUBLISHED);
  EXPECT_EQ(publication.content_sha256(), approved);
  EXPECT_EQ(publication.title(), "清河县2021年政府信息公开工作年度报告（annual-2021）");
  EXPECT_EQ(publication.issuing_department(), "清河县人民政府办公室");
  EXPECT_GT(publication.publish_time().seconds(), 0);
  EXPECT_EQ(Must(TryGet("publications/annual-2021")).SerializeAsString(),
            publication.SerializeAsString());
}

TEST_F(PublishTest, RefusesAndRecordsWhatIsNotCleared) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Submit(office_, report);
  // A publisher knows of what is cleared only.
  ExpectReason(TryPublish(PublicationOf(report)), "REPORT_NOT_FOUND");
  ExpectRefused(office_, report, wf::PUBLISH, kPublisher, "REPORT_NOT_FOUND");
}

TEST_F(PublishTest, RefusesAndRecordsWhoIsNoPublisher) {
  const std::string report = ClearReport();
  for (const char* identity : {kDrafter, kLegalReviewer, kAuditor}) {
    ExpectReason(TryPublish(PublicationOf(report), identity), "ROLE_REQUIRED");
    ExpectRefused(office_, report, wf::PUBLISH, identity, "ROLE_REQUIRED");
  }
  // Of another department: may not even know of the report.
  ExpectReason(TryPublish(PublicationOf(report), "user/wu-hao"), "REPORT_NOT_FOUND");
  ExpectRefused(office_, report, wf::PUBLISH, "user/wu-hao", "REPORT_NOT_FOUND");
  EXPECT_EQ(GetRecord(office_, report).state(), wf::CLEARED);
}

TEST_F(PublishTest, RefusesAndRecordsAnotherContentThanTheOneApproved) {
  const std::string report = ClearReport();
  v1::PublishReportRequest request = PublicationOf(report);
  request.set_content_sha256(std::string(64, 'a'));
  ExpectReason(TryPublish(request), "CONTENT_CHANGED");
  ExpectRefused(office_, report, wf::PUBLISH, kPublisher, "CONTENT_CHANGED");
  request.set_content_sha256(ContentOf(office_, report));
  EXPECT_TRUE(TryPublish(request));
}

TEST_F(PublishTest, NamesEveryFieldThatBreaksARule) {
  v1::PublishReportRequest request;
  request.set_name("publications/annual-2021");
  request.set_content_sha256("ABC");
  request.set_request_id("1");
  const auto refused = TryPublish(request);
  ExpectReason(refused, "INVALID_FIELD");
  EXPECT_EQ(refused.error().fields.size(), 3U);
  v1::RetractReportRequest retract;
  retract.set_name("reports/annual-2021");
  ExpectReason(office_.Call(kPublisher, &Publish::RetractReport, retract), "INVALID_FIELD");
  ExpectReason(TryGet("reports/annual-2021"), "INVALID_FIELD");
  v1::ListPublicationsRequest list;
  list.set_page_size(-1);
  ExpectReason(office_.Call(kPublisher, &Publish::ListPublications, list), "INVALID_FIELD");
}

TEST_F(PublishTest, AnswersARetryAsTheFirstTime) {
  const std::string report = ClearReport();
  v1::PublishReportRequest request = PublicationOf(report);
  request.set_request_id("01890a5d-ac96-774b-bcce-b302099a8057");
  const v1::Publication first = Must(TryPublish(request));
  EXPECT_EQ(Must(TryPublish(request)).SerializeAsString(), first.SerializeAsString());

  v1::RetractReportRequest retract;
  retract.set_name(report);
  retract.set_reason("发现差错。");
  retract.set_request_id("01890a5d-ac96-774b-bcce-b302099a8058");
  const v1::Publication retracted =
      Must(office_.Call(kPublisher, &Publish::RetractReport, retract));
  EXPECT_EQ(retracted.state(), wf::RETRACTED);
  // But for what is public no more.
  v1::Publication head = first;
  head.clear_title();
  head.clear_document_number();
  head.clear_issuing_department();
  EXPECT_EQ(Must(TryPublish(request)).SerializeAsString(), head.SerializeAsString());
  EXPECT_EQ(Must(office_.Call(kPublisher, &Publish::RetractReport, retract)).SerializeAsString(),
            retracted.SerializeAsString());

  request.set_etag("e1");
  ExpectReason(TryPublish(request), "REQUEST_ID_REUSED");
}

TEST_F(PublishTest, RefusesASecondPublication) {
  const std::string report = ClearReport();
  PublishReport(office_, report);
  const auto refused = TryPublish(PublicationOf(report));
  ExpectReason(refused, "ACTION_NOT_ALLOWED");
  EXPECT_EQ(refused.error().metadata.at("state"), "PUBLISHED");
  EXPECT_EQ(refused.error().metadata.at("last_actor"), kPublisher);
}

TEST_F(PublishTest, TakesAPublicationBackForAReason) {
  const std::string report = ClearReport();
  PublishReport(office_, report);
  v1::RetractReportRequest retract;
  retract.set_name(report);
  retract.set_reason("发现差错。");
  Must(office_.Call(kPublisher, &Publish::RetractReport, retract));
  const v1::Publication publication = Must(TryGet("publications/annual-2021"));
  EXPECT_EQ(publication.state(), wf::RETRACTED);
  EXPECT_EQ(publication.retract_reason(), "发现差错。");
  EXPECT_GT(publication.publish_time().seconds(), 0);
}

TEST_F(PublishTest, TakesALeakBackForASecrecyReviewer) {
  const std::string report = ClearReport();
  PublishReport(office_, report);
  v1::ReportLeakRequest leak;
  leak.set_name(report);
  ExpectReason(office_.Call(kSecrecyReviewer, &Publish::ReportLeak, leak), "INVALID_FIELD");
  leak.set_reason("附件二含身份证号码。");
  for (const char* identity : {kPublisher, kDrafter, kLegalReviewer, kAuditor}) {
    ExpectReason(office_.Call(identity, &Publish::ReportLeak, leak), "ROLE_REQUIRED");
    ExpectRefused(office_, report, wf::REPORT_LEAK, identity, "ROLE_REQUIRED");
  }
  leak.set_validate_only(true);
  EXPECT_EQ(Must(office_.Call(kSecrecyReviewer, &Publish::ReportLeak, leak)).state(),
            wf::PUBLISHED);
  leak.set_validate_only(false);
  leak.set_request_id("01890a5d-ac96-774b-bcce-b302099a8059");
  const v1::Publication first = Must(office_.Call(kSecrecyReviewer, &Publish::ReportLeak, leak));
  EXPECT_EQ(first.state(), wf::RETRACTED);
  EXPECT_EQ(Must(office_.Call(kSecrecyReviewer, &Publish::ReportLeak, leak)).SerializeAsString(),
            first.SerializeAsString());

  EXPECT_EQ(Must(TryGet("publications/annual-2021")).state(), wf::RETRACTED);
  v1::GetPublicationContentRequest content;
  content.set_name("publications/annual-2021");
  ExpectReason(office_.Call(kAuditor, &Publish::GetPublicationContent, content),
               "REPORT_NOT_FOUND");
  leak.clear_request_id();
  ExpectReason(office_.Call(kSecrecyReviewer, &Publish::ReportLeak, leak), "ACTION_NOT_ALLOWED");
}

TEST_F(PublishTest, ReturnsAClearedReportAndNoOther) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Submit(office_, report);
  v1::ReturnReportRequest request;
  request.set_name(report);
  request.set_reason("缺少解读材料。");
  const auto try_return = [&](const std::string& identity) {
    return office_.Call(identity, &Publish::ReturnReport, request);
  };
  ExpectReason(try_return(kPublisher), "REPORT_NOT_FOUND");  // not cleared yet
  // What is a legal reviewer's to return is returned through review.
  ExpectReason(try_return(kLegalReviewer), "ACTION_NOT_ALLOWED");
  Approve(office_, kLegalReviewer, report, review::v1::LEGAL);
  Approve(office_, kSecrecyReviewer, report, review::v1::SECRECY);
  ExpectReason(try_return("bot/website"), "REPORT_NOT_FOUND");  // it holds no role
  const auto returned = Must(try_return(kPublisher));
  EXPECT_EQ(returned.report(), report);
  EXPECT_EQ(returned.state(), wf::DRAFT);
  EXPECT_EQ(returned.etag(), GetRecord(office_, report).etag());
}

TEST_F(PublishTest, ReplacesWhatAPublicationCorrects) {
  ClearReport();
  PublishReport(office_, "reports/annual-2021");
  ClearReport("annual-2021b", "reports/annual-2021");
  EXPECT_EQ(Must(TryGet("publications/annual-2021")).state(), wf::PUBLISHED);
  EXPECT_EQ(PublishReport(office_, "reports/annual-2021b").corrects(), "reports/annual-2021");
  const v1::Publication old = Must(TryGet("publications/annual-2021"));
  EXPECT_EQ(old.state(), wf::SUPERSEDED);
  EXPECT_EQ(old.superseded_by(), "reports/annual-2021b");
}

TEST_F(PublishTest, KnowsOnlyWhatIsOrWasPublic) {
  ClearReport();
  ExpectReason(TryGet("publications/annual-2021"), "REPORT_NOT_FOUND");
  ExpectReason(TryGet("publications/nowhere"), "REPORT_NOT_FOUND");
}

TEST_F(PublishTest, ListsPublicationsNewestReportFirst) {
  for (const char* id : {"first", "second", "third", "fourth"}) ClearReport(id);
  for (const char* id : {"third", "first", "second"}) {
    PublishReport(office_, std::string("reports/") + id);
  }
  v1::RetractReportRequest retract;
  retract.set_name("reports/second");
  retract.set_reason("发现差错。");
  Must(office_.Call(kPublisher, &Publish::RetractReport, retract));

  const auto list = [&](const v1::ListPublicationsRequest& request, std::string& next) {
    const auto page = Must(office_.Call(kPublisher, &Publish::ListPublications, request));
    next = page.next_page_token();
    std::vector<std::string> names;
    for (const v1::Publication& publication : page.publications()) {
      names.push_back(publication.name());
      EXPECT_EQ(publication.title().empty(), publication.state() != wf::PUBLISHED);
    }
    return names;
  };
  v1::ListPublicationsRequest request;
  request.set_page_size(2);
  std::string next;
  EXPECT_THAT(list(request, next), ElementsAre("publications/third", "publications/second"));
  request.set_page_token(next);
  EXPECT_THAT(list(request, next), ElementsAre("publications/first"));
  EXPECT_EQ(next, "");
  request.Clear();
  request.set_filter("state = PUBLISHED");
  EXPECT_THAT(list(request, next), ElementsAre("publications/third", "publications/first"));
}

TEST_F(PublishTest, NeverPublishesWhatHasRottenInTheStore) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  const std::string bytes(300'000, 'x');
  Attach(office_, report, "表.csv", bytes);
  Clear(office_, report);
  int spoilt = 0;
  for (const auto& file : fs::recursive_directory_iterator(office_.data() / "blobs")) {
    if (!file.is_regular_file() || file.file_size() != bytes.size()) continue;
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    std::fstream blob(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    blob.seekp(150'000);
    blob.put('y');
    ++spoilt;
  }
  ASSERT_EQ(spoilt, 1);
  ExpectReason(TryPublish(PublicationOf(report)), "CONTENT_CORRUPT");
  ExpectRefused(office_, report, wf::PUBLISH, kPublisher, "CONTENT_CORRUPT");
  EXPECT_EQ(GetRecord(office_, report).state(), wf::CLEARED);
}

TEST_F(PublishTest, GivesTheContentOfWhatIsPublic) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  const std::string bytes(600'000, 'p');
  Attach(office_, report, "图.png", bytes);
  const std::string approved = Clear(office_, report);
  ExpectReason(TryGetContent("publications/annual-2021"), "REPORT_NOT_FOUND");
  ExpectReason(TryDownload("publications/annual-2021/attachments/图.png"), "REPORT_NOT_FOUND");
  PublishReport(office_, report);

  const v1::PublicationContent content = Must(TryGetContent("publications/annual-2021"));
  EXPECT_EQ(content.content_sha256(), approved);
  EXPECT_EQ(base::Sha256(content.content()).ToHex(), approved);
  EXPECT_THAT(content.body(), testing::HasSubstr("4894"));
  EXPECT_EQ(content.kind(), "ANNUAL_REPORT");
  ASSERT_EQ(content.attachments_size(), 1);
  EXPECT_EQ(content.attachments(0).name(), "publications/annual-2021/attachments/图.png");
  EXPECT_TRUE(Must(TryDownload(content.attachments(0).name())) == bytes);
  ExpectReason(TryDownload("publications/annual-2021/attachments/none"), "ATTACHMENT_NOT_FOUND");
  ExpectReason(TryDownload("publications/annual-2021"), "INVALID_FIELD");
  ExpectReason(TryGetContent(report), "INVALID_FIELD");
}

TEST_F(PublishTest, GivesNoContentOfWhatIsPublicNoMore) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Attach(office_, report, "表.csv", "甲,乙\n");
  Clear(office_, report);
  PublishReport(office_, report);
  v1::RetractReportRequest retract;
  retract.set_name(report);
  retract.set_reason("数据有误");
  Must(office_.Call(kPublisher, &Publish::RetractReport, retract));
  EXPECT_EQ(Must(TryGet("publications/annual-2021")).state(), wf::RETRACTED);
  ExpectReason(TryGetContent("publications/annual-2021"), "REPORT_NOT_FOUND");
  ExpectReason(TryDownload("publications/annual-2021/attachments/表.csv"), "REPORT_NOT_FOUND");
}

TEST_F(PublishTest, ADamagedContentIsMarkedAndHidesNoOther) {
  const std::string damaged = ClearReport("annual-2021");
  const std::string sound = ClearReport("annual-2020");
  PublishReport(office_, damaged);
  PublishReport(office_, sound);
  DamageContent(office_.data(), GetRecord(office_, damaged).content_sha256());

  const auto list = Must(office_.Call(kPublisher, &Publish::ListPublications, {}));
  ASSERT_EQ(list.publications_size(), 2);
  EXPECT_EQ(list.publications(0).content_problem(), "");
  EXPECT_NE(list.publications(0).title(), "");
  EXPECT_EQ(list.publications(1).content_problem(), "CONTENT_CORRUPT");
  EXPECT_EQ(Must(TryGet("publications/annual-2021")).content_problem(), "CONTENT_CORRUPT");
  ExpectReason(TryGetContent("publications/annual-2021"), "CONTENT_CORRUPT");

  v1::RetractReportRequest retract;
  retract.set_name(damaged);
  retract.set_reason("内容损坏");
  const v1::Publication retracted =
      Must(office_.Call(kPublisher, &Publish::RetractReport, retract));
  EXPECT_EQ(retracted.state(), wf::RETRACTED);
  EXPECT_EQ(retracted.content_problem(), "") << "its content is nobody's to read here any more";
}

// A publish service that trusts nothing intake says.
class LyingIntakeTest : public PublishTest {
 protected:
  LyingIntakeTest() {
    const std::string report = CreateReport(office_, "annual-2021").name();
    Attach(office_, report, "表.csv", "甲,乙\n1,2\n");
    Clear(office_, report);
  }

  Result<v1::Publication> TryPublishHere(const std::string& identity = kPublisher) {
    return Call(stage_.As(identity), &Publish::PublishReport, PublicationOf(kReport));
  }

  static constexpr char kReport[] = "reports/annual-2021";
  LyingIntake intake_{office_};
  runtime::Streams followers_{publish::kFollowers};
  runtime::Streams downloads_{publish::kDownloads};
  runtime::StallWatch stalls_{publish::kStall};
  TestStage stage_{office_, "publish", intake_.address(),
                   [this](rpc::Gate& gate, rpc::Peer& workflow, rpc::Peer& intake) {
                     return publish::MakePublishService({.policy = office_.policy(),
                                                         .gate = gate,
                                                         .followers = followers_,
                                                         .downloads = downloads_,
                                                         .stalls = stalls_,
                                                         .workflow = workflow,
                                                         .intake = intake});
                   }};
};

TEST_F(LyingIntakeTest, IsBelievedAsLongAsItSaysTheTruth) {
  EXPECT_EQ(Must(TryPublishHere()).state(), wf::PUBLISHED);
  EXPECT_EQ(intake_.downloads, 1);
}

TEST_F(LyingIntakeTest, CannotPublishAnotherContent) {
  intake_.append_to_content = "\x12\x01x";  // the title again, "x": a message that parses
  ExpectReason(TryPublishHere(), "CONTENT_CORRUPT");
  ExpectRefused(office_, kReport, wf::PUBLISH, kPublisher, "CONTENT_CORRUPT");
  EXPECT_EQ(GetRecord(office_, kReport).state(), wf::CLEARED);
}

// Its key may submit anything for anybody: the reviewers then decide on what it said.
TEST_F(LyingIntakeTest, CannotPublishWhatItSubmittedWithAnotherAttribute) {
  const std::string report = CreateReport(office_, "minutes", "", wf::NOT_DISCLOSED).name();
  wf::ApplyActionRequest submit;
  wf::Command& command = *submit.mutable_command();
  command.set_name(report);
  command.set_action(wf::SUBMIT);
  command.set_content_sha256(ContentOf(office_, report));
  command.mutable_submit()->set_disclosure(wf::ACTIVE);
  grpc::ClientContext context;
  context.AddMetadata("gongkai-caller", kDrafter);
  wf::ApplyActionResponse applied;
  ASSERT_TRUE(Workflow(office_.As("service/intake")).ApplyAction(&context, submit, &applied).ok());
  Approve(office_, kLegalReviewer, report, review::v1::LEGAL);
  Approve(office_, kSecrecyReviewer, report, review::v1::SECRECY);
  ExpectReason(Call(stage_.As(kPublisher), &Publish::PublishReport, PublicationOf(report)),
               "CONTENT_CORRUPT");
  ExpectRefused(office_, report, wf::PUBLISH, kPublisher, "CONTENT_CORRUPT");
  EXPECT_EQ(GetRecord(office_, report).state(), wf::CLEARED);
}

TEST_F(LyingIntakeTest, CannotFileAnotherContent) {
  const std::string report = CreateReport(office_, "minutes", "", wf::ON_REQUEST).name();
  Clear(office_, report);
  intake_.append_to_content = "\x12\x01x";
  ExpectReason(Call(stage_.As(kPublisher), &Publish::FileReport, FilingOf(report)),
               "CONTENT_CORRUPT");
  ExpectRefused(office_, report, wf::FILE, kPublisher, "CONTENT_CORRUPT");
  EXPECT_EQ(GetRecord(office_, report).state(), wf::CLEARED);
}

TEST_F(LyingIntakeTest, PublishesNothingThatItHasNotChecked) {
  intake_.leave_out_leak_check = true;
  ExpectReason(TryPublishHere(), "CONTENT_INCOMPLETE");
  ExpectRefused(office_, kReport, wf::PUBLISH, kPublisher, "CONTENT_INCOMPLETE");
  EXPECT_EQ(GetRecord(office_, kReport).state(), wf::CLEARED);
}

TEST_F(LyingIntakeTest, PublishesNothingInWhichItFindsMoreThanWasAdjudicated) {
  intake_.add_findings = 1;
  ExpectReason(TryPublishHere(), "FINDINGS_OPEN");
  EXPECT_EQ(GetRecord(office_, kReport).state(), wf::CLEARED);
}

TEST_F(LyingIntakeTest, CannotPublishAnotherBody) {
  intake_.append_to_body = "x";
  ExpectReason(TryPublishHere(), "CONTENT_CORRUPT");
  ExpectRefused(office_, kReport, wf::PUBLISH, kPublisher, "CONTENT_CORRUPT");
  EXPECT_EQ(GetRecord(office_, kReport).state(), wf::CLEARED);
}

TEST_F(LyingIntakeTest, CannotPublishAnotherAttachment) {
  intake_.append_to_attachments = "x";
  ExpectReason(TryPublishHere(), "CONTENT_CORRUPT");
  ExpectRefused(office_, kReport, wf::PUBLISH, kPublisher, "CONTENT_CORRUPT");
  EXPECT_EQ(GetRecord(office_, kReport).state(), wf::CLEARED);
}

TEST_F(LyingIntakeTest, CannotPublishWithoutAnAttachment) {
  intake_.leave_out_an_attachment = true;
  ExpectReason(TryPublishHere(), "CONTENT_CORRUPT");
  ExpectRefused(office_, kReport, wf::PUBLISH, kPublisher, "CONTENT_CORRUPT");
  EXPECT_EQ(GetRecord(office_, kReport).state(), wf::CLEARED);
}

TEST_F(LyingIntakeTest, CannotPublishMoreThanTheContentNames) {
  intake_.after_the_last = "x";
  ExpectReason(TryPublishHere(), "CONTENT_CORRUPT");
  ExpectRefused(office_, kReport, wf::PUBLISH, kPublisher, "CONTENT_CORRUPT");
  EXPECT_EQ(GetRecord(office_, kReport).state(), wf::CLEARED);
}

TEST_F(LyingIntakeTest, CannotPassOffAnythingAsPublic) {
  Must(TryPublishHere());
  v1::GetPublicationContentRequest request;
  request.set_name("publications/annual-2021");
  const auto get = [&] {
    return Call(stage_.As(kPublisher), &Publish::GetPublicationContent, request);
  };
  EXPECT_EQ(Must(get()).attachments_size(), 1);
  const std::string attachment = "publications/annual-2021/attachments/表.csv";
  EXPECT_EQ(Must(Download(stage_.As(kPublisher), attachment)), "甲,乙\n1,2\n");
  intake_.append_to_attachments = "x";
  ExpectReason(Download(stage_.As(kPublisher), attachment), "CONTENT_CORRUPT");
  intake_.append_to_body = "x";
  ExpectReason(get(), "CONTENT_CORRUPT");
  intake_.append_to_body.clear();
  intake_.append_to_content = "\x12\x01x";
  ExpectReason(get(), "CONTENT_CORRUPT");
}

// Longer than any client, it would hold the thread and the slot of a call that nobody waits for.
TEST_F(LyingIntakeTest, IsNotWaitedForOnceTheClientIsGone) {
  Must(TryPublishHere());
  intake_.silent = true;
  grpc::ClientContext context;
  v1::DownloadPublicationAttachmentRequest request;
  request.set_name("publications/annual-2021/attachments/表.csv");
  const auto reader =
      Publish(stage_.As(kPublisher)).DownloadPublicationAttachment(&context, request);
  EXPECT_TRUE(support::Eventually([&] { return intake_.downloads == 2; }));
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(support::Eventually([&] { return intake_.cancelled == 1; }));
}

TEST_F(LyingIntakeTest, IsNotWaitedForWhenAPublicationIsGivenUp) {
  intake_.silent = true;
  grpc::ClientContext context;
  std::jthread impatient([&] {
    EXPECT_TRUE(support::Eventually([&] { return intake_.waiting == 1; }));
    context.TryCancel();
  });
  v1::Publication publication;
  EXPECT_EQ(Publish(stage_.As(kPublisher))
                .PublishReport(&context, PublicationOf(kReport), &publication)
                .error_code(),
            grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(support::Eventually([&] { return intake_.cancelled == 1; }));
}

TEST_F(LyingIntakeTest, IsNotAskedForWhatWouldBeRefusedAnyway) {
  ExpectReason(TryPublishHere(kLegalReviewer), "ROLE_REQUIRED");
  EXPECT_EQ(intake_.downloads, 0);
}

TEST_F(PublishTest, ChecksWhatIsPublicAgainAPageAtATime) {
  for (const char* id : {"first", "second", "third"}) {
    const std::string report = CreateReport(office_, id).name();
    Clear(office_, report);
    PublishReport(office_, report);
  }
  v1::RetractReportRequest retract;
  retract.set_name("reports/second");
  retract.set_reason("发现差错。");
  Must(office_.Call(kPublisher, &Publish::RetractReport, retract));

  v1::CheckPublicationsRequest request;
  for (const char* identity : {kDrafter, kLegalReviewer}) {
    ExpectReason(office_.Call(identity, &Publish::CheckPublications, request), "ROLE_REQUIRED");
  }
  request.set_page_size(1);
  std::vector<std::string> checked;
  do {
    const auto page = Must(office_.Call(kSecrecyReviewer, &Publish::CheckPublications, request));
    for (const v1::CheckedPublication& publication : page.checked_publications()) {
      checked.push_back(publication.publication());
      EXPECT_GT(publication.rules_version(), 0);
      EXPECT_EQ(publication.finding_count(), 0);
      EXPECT_EQ(publication.problem(), "");
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(checked, (std::vector<std::string>{"publications/third", "publications/first"}));
}

}  // namespace
}  // namespace gongkai::all
