// The leak check between real processes: what it finds in attachments stands in the way, and what it found is
// nowhere but in the content.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/text_call.h"
#include "tests/services/lib/extraction/files.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;
using intake::v1::IntakeService;
using review::v1::ReviewService;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

constexpr char kId[] = "11010519491231002X";
constexpr char kMobile[] = "13912345678";

class LeakCheck : public ClusterTest<LeakCheck> {
 protected:
  std::string WithFile(const std::string& file_name, const std::string& bytes) {
    std::string report = lifecycle_.Create();
    const grpc::Status status =
        Upload(*cluster_, kDrafter, StartOf(report, file_name, bytes), bytes);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return report;
  }

  void ToSecrecyReview(const std::string& report) {
    lifecycle_.Submit(report);
    lifecycle_.ApproveLegal(report);
  }

  intake::v1::ListFindingsResponse Find(const std::string& report) {
    intake::v1::ListFindingsRequest request;
    request.set_name(report);
    request.set_page_size(1000);
    intake::v1::ListFindingsResponse found;
    EXPECT_EQ(ReasonOf(cluster_->As<IntakeService>(kDrafter)->ListFindings(Context().get(), request,
                                                                           &found)),
              "");
    return found;
  }

  std::vector<std::string> Rules(const std::string& report) {
    std::vector<std::string> rules;
    const auto found = Find(report);
    for (const auto& finding : found.findings()) {
      if (finding.number() > 0) rules.push_back(finding.rule());
    }
    return rules;
  }

  std::string Approve(const std::string& report) {
    review::v1::Task task;
    return ReasonOf(cluster_->As<ReviewService>(kSecrecy)->ApproveTask(
        Context().get(), lifecycle_.Approval(report, "secrecy", kSecrecy), &task));
  }

  static bool Has(const fs::path& file, const std::string& words) {
    return ReadFile(file).find(words) != std::string::npos;
  }
};

TEST_F(LeakCheck, AnIdentityNumberSplitOverTwoCellsOfADocxCannotBeApprovedUnseen) {
  const std::string table = "<w:tbl>" + extraction::Row({"姓名", "身份证号", ""}) +
                            extraction::Row({"李明", "110105194", "91231002X"}) + "</w:tbl>";
  const std::string report = WithFile("名单.docx", extraction::Docx(table));
  ToSecrecyReview(report);
  EXPECT_THAT(Rules(report), Contains("ID_CARD"));
  EXPECT_EQ(Approve(report), "FINDINGS_OPEN");
  lifecycle_.AdjudicateAll(report);
  EXPECT_EQ(Approve(report), "");
  lifecycle_.Publish(report);
}

TEST_F(LeakCheck, WhatHidesInAFileIsFound) {
  EXPECT_THAT(
      Rules(WithFile(
          "a.docx",
          extraction::Docx("<w:p>" + extraction::Runs({"110105", "19491231", "002X"}) + "</w:p>"))),
      Contains("ID_CARD"))
      << "runs";
  const std::string sheet =
      "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>13912345678</t></is></c></row>"
      "</sheetData>";
  const auto hidden = Rules(WithFile("b.xlsx", extraction::Xlsx(sheet, "", "hidden")));
  EXPECT_THAT(hidden, Contains("MOBILE"));
  EXPECT_THAT(hidden, Contains("HIDDEN_TEXT"));
  EXPECT_THAT(
      Rules(WithFile("c.zip", extraction::Zip({{"d.csv", std::string("电话,") + kMobile}}))),
      Contains("MOBILE"));
  EXPECT_THAT(Rules(WithFile("e.bin", std::string("\x00\x01\x02", 3))), Contains("UNREADABLE"));
  EXPECT_THAT(Rules(WithFile("f.zip", extraction::EncryptedZip({{"d.csv", "甲"}}))),
              Contains("UNREADABLE"));
}

TEST_F(LeakCheck, AFileIsReadOnceAndItsFindingsOutliveTheProcess) {
  const std::string report =
      WithFile("g.docx", extraction::Docx("<w:p>" + extraction::Runs({kMobile}) + "</w:p>"));
  const auto before = Find(report);
  EXPECT_EQ(cluster_->Stop(Service::kIntake), 0);
  cluster_->Start(Service::kIntake);
  cluster_->WaitUntilServing(Service::kIntake);
  EXPECT_EQ(Find(report).SerializeAsString(), before.SerializeAsString());
}

TEST_F(LeakCheck, AValueIsInNoLogNoEntryAndNoListOfFindings) {
  intake::v1::Report content = Lifecycle::Content();
  content.set_body(content.body() + "\n身份证 " + kId + "，手机 " + kMobile + "\n");
  const std::string report = lifecycle_.Create(content);
  const std::string bytes = std::string("姓名,手机\n李明,") + kMobile + "\n";
  EXPECT_TRUE(Upload(*cluster_, kDrafter, StartOf(report, "h.csv", bytes), bytes).ok());
  ToSecrecyReview(report);
  EXPECT_EQ(Approve(report), "FINDINGS_OPEN");
  lifecycle_.AdjudicateAll(report);
  EXPECT_EQ(Approve(report), "");
  const std::string listed = Find(report).SerializeAsString();
  for (const std::string value : {kId, kMobile}) {
    EXPECT_EQ(listed.find(value), std::string::npos);
    for (const Service service : kServices) {
      EXPECT_FALSE(Has(cluster_->Log(service), value)) << NameOf(service);
      for (const auto& entry : fs::recursive_directory_iterator(cluster_->Data(service))) {
        const fs::path& file = entry.path();
        if (!entry.is_regular_file() || file.string().find("/blobs/") != std::string::npos)
          continue;
        if (file.filename().string().starts_with("intake.db")) continue;  // the content itself
        EXPECT_FALSE(Has(file, value)) << file;
      }
    }
  }
}

}  // namespace
}  // namespace gongkai::e2e
