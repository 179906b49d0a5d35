#include "services/intake/content/content_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "services/intake/content/content.h"
#include "tests/services/intake/sample.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;

namespace wf = workflow::v1;

constexpr char kDepartment[] = "清河县人民政府办公室";

std::string Repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::vector<std::string> Fields(const std::vector<FieldViolation>& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations) fields.push_back(violation.field);
  return fields;
}

google::protobuf::FieldMask Mask(const std::vector<std::string>& paths) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return mask;
}

void SetFormed(v1::Report& report, int year, int month, int day) {
  report.mutable_formed_date()->set_year(year);
  report.mutable_formed_date()->set_month(month);
  report.mutable_formed_date()->set_day(day);
}

v1::Content CompleteContent() { return *NewContent(CompleteReport(), kDepartment); }

struct LimitCase {
  std::string name;
  std::string field;  // that is named in the refusal; empty: it is taken
  std::function<void(v1::Report&)> change;
};

class Limits : public ::testing::TestWithParam<LimitCase> {};

TEST_P(Limits, AreKeptOnCreateAndUpdate) {
  v1::Report report = CompleteReport();
  GetParam().change(report);
  const Result<v1::Content> fresh = NewContent(report, kDepartment);
  v1::Content merged;
  const Status update = Merge(report, {}, merged);
  if (GetParam().field.empty()) {
    EXPECT_TRUE(fresh) << fresh.error().message;
    EXPECT_TRUE(update);
    return;
  }
  ASSERT_FALSE(fresh);
  EXPECT_EQ(fresh.error().reason, Reason::kInvalidField);
  EXPECT_THAT(Fields(fresh.error().fields), ElementsAre(GetParam().field));
  if (GetParam().field == "report.corrects") return;  // which an update does not change
  ASSERT_FALSE(update);
  EXPECT_THAT(Fields(update.error().fields), ElementsAre(GetParam().field));
  EXPECT_EQ(merged.SerializeAsString(), "") << "changed although refused";
}

INSTANTIATE_TEST_SUITE_P(
    OfFields, Limits,
    ::testing::ValuesIn(std::vector<LimitCase>{
        {"LongestTitle", "", [](v1::Report& r) { r.set_title(Repeated("题", 200)); }},
        {"TitleTooLong", "report.title", [](v1::Report& r) { r.set_title(Repeated("题", 201)); }},
        {"TitleOfTwoLines", "report.title", [](v1::Report& r) { r.set_title("一\n二"); }},
        {"TitleWithControl", "report.title", [](v1::Report& r) { r.set_title("一\x01"); }},
        {"LongestNumber", "", [](v1::Report& r) { r.set_document_number(Repeated("号", 60)); }},
        {"NumberTooLong", "report.document_number",
         [](v1::Report& r) { r.set_document_number(Repeated("号", 61)); }},
        {"UnknownKind", "report.kind",
         [](v1::Report& r) { r.set_kind(static_cast<v1::Kind>(77)); }},
        {"DepartmentTooLong", "report.issuing_department",
         [](v1::Report& r) { r.set_issuing_department(Repeated("局", 101)); }},
        {"BlankDepartment", "report.issuing_department",
         [](v1::Report& r) { r.set_issuing_department("  "); }},
        {"CategoryTooLong", "report.category",
         [](v1::Report& r) { r.set_category(Repeated("类", 101)); }},
        {"UnknownAttribute", "report.disclosure.attribute",
         [](v1::Report& r) {
           r.mutable_disclosure()->set_attribute(static_cast<wf::Disclosure>(77));
         }},
        {"UnknownGround", "report.disclosure.ground",
         [](v1::Report& r) { r.mutable_disclosure()->set_ground(static_cast<wf::Ground>(77)); }},
        {"LongestReason", "",
         [](v1::Report& r) { r.mutable_disclosure()->set_reason(Repeated("由", 1000)); }},
        {"ReasonTooLong", "report.disclosure.reason",
         [](v1::Report& r) { r.mutable_disclosure()->set_reason(Repeated("由", 1001)); }},
        {"LongestBody", "", [](v1::Report& r) { r.set_body(std::string(512 << 10, 'x')); }},
        {"BodyTooLong", "report.body",
         [](v1::Report& r) { r.set_body(std::string((512 << 10) + 1, 'x')); }},
        {"BodyWithTabs", "", [](v1::Report& r) { r.set_body("一\t二\n三"); }},
        {"BodyWithControl", "report.body", [](v1::Report& r) { r.set_body("一\x1b[2J"); }},
        {"BodyNotUtf8", "report.body", [](v1::Report& r) { r.set_body("\xc3("); }},
        {"NoTime", "report.planned_publish_time",
         [](v1::Report& r) { r.mutable_planned_publish_time()->set_nanos(-1); }},
        {"MostCoIssuers", "",
         [](v1::Report& r) {
           for (int i = 0; i < 10; ++i) r.add_co_issuing_departments("局" + std::to_string(i));
         }},
        {"TooManyCoIssuers", "report.co_issuing_departments",
         [](v1::Report& r) {
           for (int i = 0; i < 11; ++i) r.add_co_issuing_departments("局" + std::to_string(i));
         }},
        {"CoIssuerTwice", "report.co_issuing_departments",
         [](v1::Report& r) {
           r.add_co_issuing_departments("局");
           r.add_co_issuing_departments("局");
         }},
        {"CoIssuerTooLong", "report.co_issuing_departments",
         [](v1::Report& r) { r.add_co_issuing_departments(Repeated("局", 101)); }},
        {"EmptyCoIssuer", "report.co_issuing_departments",
         [](v1::Report& r) { r.add_co_issuing_departments(""); }},
        {"LongestDrafter", "", [](v1::Report& r) { r.set_drafter(Repeated("张", 50)); }},
        {"DrafterTooLong", "report.drafter",
         [](v1::Report& r) { r.set_drafter(Repeated("张", 51)); }},
        {"Telephone", "", [](v1::Report& r) { r.set_telephone("+86 (0319) 816-1234"); }},
        {"TelephoneOfLetters", "report.telephone",
         [](v1::Report& r) { r.set_telephone("8161234转8"); }},
        {"TelephoneOfNoDigit", "report.telephone", [](v1::Report& r) { r.set_telephone("()"); }},
        {"BlankTelephone", "report.telephone", [](v1::Report& r) { r.set_telephone("  "); }},
        {"CoIssuerWithASpace", "report.co_issuing_departments",
         [](v1::Report& r) { r.add_co_issuing_departments(" 局"); }},
        {"TelephoneTooLong", "report.telephone",
         [](v1::Report& r) { r.set_telephone(std::string(41, '1')); }},
        {"LeapDay", "", [](v1::Report& r) { SetFormed(r, 2024, 2, 29); }},
        {"NoLeapDay", "report.formed_date", [](v1::Report& r) { SetFormed(r, 2026, 2, 29); }},
        {"NoDay", "report.formed_date", [](v1::Report& r) { SetFormed(r, 2026, 3, 0); }},
        {"NoMonth", "report.formed_date", [](v1::Report& r) { SetFormed(r, 2026, 13, 1); }},
        {"NegativeMonth", "report.formed_date", [](v1::Report& r) { SetFormed(r, 2026, -1, 1); }},
        {"MonthBeyondAByte", "report.formed_date",
         [](v1::Report& r) { SetFormed(r, 2026, 257, 1); }},
        {"FirstDay", "", [](v1::Report& r) { SetFormed(r, 1900, 1, 1); }},
        {"TooEarly", "report.formed_date", [](v1::Report& r) { SetFormed(r, 1899, 12, 31); }},
        {"YearBeyondTheCalendar", "report.formed_date",
         [](v1::Report& r) { SetFormed(r, 2'147'483'647, 1, 1); }},
        {"UnknownCarrier", "report.carrier",
         [](v1::Report& r) { r.set_carrier(static_cast<v1::Carrier>(77)); }},
        {"UnknownChannel", "report.channels",
         [](v1::Report& r) { r.add_channels(static_cast<v1::Channel>(77)); }},
        {"NoChannel", "report.channels",
         [](v1::Report& r) { r.add_channels(v1::CHANNEL_UNSPECIFIED); }},
        {"ChannelTwice", "report.channels",
         [](v1::Report& r) {
           r.add_channels(v1::PORTAL);
           r.add_channels(v1::PORTAL);
         }},
        {"InterpretedByNoReport", "report.interpretation",
         [](v1::Report& r) { r.set_interpretation("publications/x"); }},
        {"ForwardedTitleTooLong", "report.forwarded_document.title",
         [](v1::Report& r) { r.mutable_forwarded_document()->set_title(Repeated("题", 201)); }},
        {"ForwardedNumberTooLong", "report.forwarded_document.document_number",
         [](v1::Report& r) {
           r.mutable_forwarded_document()->set_document_number(Repeated("号", 61));
         }},
        {"UnknownForwardedAttribute", "report.forwarded_document.attribute",
         [](v1::Report& r) {
           r.mutable_forwarded_document()->set_attribute(static_cast<wf::Disclosure>(77));
         }},
        {"IndexNumberTooLong", "report.index_number",
         [](v1::Report& r) { r.set_index_number(std::string(61, '0')); }},
        {"CorrectsNoReport", "report.corrects",
         [](v1::Report& r) { r.set_corrects("records/annual-2020"); }},
    }),
    [](const auto& instance) { return instance.param.name; });

TEST(NewContent, MayBeIncomplete) {
  const Result<v1::Content> content = NewContent(v1::Report(), kDepartment);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->title(), "");
}

TEST(NewContent, IsIssuedByTheCallersDepartmentUnlessSaidOtherwise) {
  v1::Report report = CompleteReport();
  EXPECT_EQ(NewContent(report, kDepartment)->issuing_department(), kDepartment);
  report.set_issuing_department("清河县财政局");
  EXPECT_EQ(NewContent(report, kDepartment)->issuing_department(), "清河县财政局");
}

TEST(NewContent, TakesNothingThatIsOutputOnly) {
  v1::Report report = CompleteReport();
  report.set_name("reports/somebody-elses");
  report.add_attachments()->set_sha256("of nothing that was uploaded");
  report.set_state(wf::PUBLISHED);
  report.set_corrects("reports/annual-2020");
  const Result<v1::Content> content = NewContent(report, kDepartment);
  ASSERT_TRUE(content);
  EXPECT_TRUE(content->attachments().empty());
  EXPECT_EQ(content->corrects(), "reports/annual-2020");
}

TEST(NewContent, NamesEveryFieldThatIsWrong) {
  v1::Report report;
  report.set_title("\x01");
  report.set_category("\x02");
  const Result<v1::Content> content = NewContent(report, kDepartment);
  ASSERT_FALSE(content);
  EXPECT_THAT(Fields(content.error().fields), ElementsAre("report.title", "report.category"));
}

// A report that differs from CompleteReport in every field that can be updated.
v1::Report OtherReport() {
  v1::Report report;
  report.set_title("另一题");
  report.set_document_number("清政办〔2022〕4号");
  report.set_kind(v1::NOTICE);
  report.set_issuing_department("清河县财政局");
  report.set_category("通知公告");
  report.mutable_disclosure()->set_attribute(wf::ON_REQUEST);
  report.mutable_disclosure()->set_reason("依申请");
  report.set_body("另一文");
  report.mutable_planned_publish_time()->set_seconds(1'700'000'000);
  report.add_co_issuing_departments("清河县教育局");
  report.set_drafter("张伟");
  report.set_telephone("0319-8161234");
  SetFormed(report, 2026, 3, 2);
  report.set_carrier(v1::OFFICIAL_DOCUMENT);
  report.add_channels(v1::WECHAT);
  report.add_channels(v1::GAZETTE);
  report.set_interpretation("reports/interpretation");
  report.mutable_forwarded_document()->set_title("上级通知");
  report.set_index_number("113417020032563511/202504-00057");
  return report;
}

// Every field that can be updated.
constexpr auto kUpdatable = std::to_array<const char*>(
    {"title", "document_number", "kind", "issuing_department", "category", "disclosure", "body",
     "planned_publish_time", "co_issuing_departments", "drafter", "telephone", "formed_date",
     "carrier", "channels", "interpretation", "forwarded_document", "index_number"});

class MergeOne : public ::testing::TestWithParam<const char*> {};

TEST_P(MergeOne, TakesOverThisFieldAndNoOther) {
  const v1::Content before = CompleteContent();
  v1::Content after = before;
  ASSERT_TRUE(Merge(OtherReport(), Mask({GetParam()}), after));

  v1::Report just_this;
  const auto* field = v1::Report::descriptor()->FindFieldByName(GetParam());
  const v1::Report other = OtherReport();
  for (const auto* each : kUpdatable) {
    const auto* of_content = v1::Content::descriptor()->FindFieldByName(
        each == std::string("body") ? "body_sha256" : each);
    v1::Content was = before;
    v1::Content is = after;
    for (v1::Content* one : {&was, &is}) {  // leaves only this field to be compared
      v1::Content alone;
      std::vector<const google::protobuf::FieldDescriptor*> set;
      one->GetReflection()->ListFields(*one, &set);
      for (const auto* present : set) {
        if (present != of_content) one->GetReflection()->ClearField(one, present);
      }
    }
    EXPECT_EQ(was.SerializeAsString() != is.SerializeAsString(), each == field->name()) << each;
  }
}

INSTANTIATE_TEST_SUITE_P(Fields, MergeOne, ::testing::ValuesIn(kUpdatable),
                         [](const auto& instance) { return std::string(instance.param); });

TEST(Merge, WithoutAMaskTakesWhatIsNotEmpty) {
  v1::Content content = CompleteContent();
  v1::Report report;
  report.set_body("新文");
  ASSERT_TRUE(Merge(report, {}, content));
  v1::Content expected = CompleteContent();
  NameBody("新文", expected);
  EXPECT_EQ(Seal(content).digest, Seal(expected).digest);
}

TEST(Merge, EmptiesWhatTheMaskNames) {
  v1::Content content = CompleteContent();
  ASSERT_TRUE(Merge({}, Mask({"disclosure", "body", "kind", "planned_publish_time"}), content));
  EXPECT_FALSE(content.has_disclosure());
  EXPECT_EQ(content.body_sha256(), "");
  EXPECT_EQ(content.body_size_bytes(), 0);
  EXPECT_EQ(content.kind(), v1::KIND_UNSPECIFIED);
  EXPECT_EQ(content.title(), CompleteReport().title());
}

TEST(Merge, TakesOverAllOfThemForAStar) {
  v1::Content content = CompleteContent();
  v1::Report report;
  report.set_title("新标题");
  report.set_issuing_department("财政局");
  ASSERT_TRUE(Merge(report, Mask({"*"}), content));
  v1::Content expected;
  expected.set_title("新标题");
  expected.set_issuing_department("财政局");
  expected.set_corrects(CompleteContent().corrects());
  *expected.mutable_attachments() = CompleteContent().attachments();
  EXPECT_EQ(Seal(content).digest, Seal(expected).digest);
}

TEST(Merge, ChecksOnlyWhatItTakesOver) {
  v1::Content content = CompleteContent();
  v1::Report report;
  report.set_title("\x01");
  report.set_body("新文");
  EXPECT_TRUE(Merge(report, Mask({"body"}), content));
}

TEST(Merge, RefusesAMaskThatNamesAnythingElse) {
  for (const char* path : {"corrects", "attachments", "name", "state", "etag", "*", "Title",
                           "disclosure.reason", ""}) {
    v1::Content content = CompleteContent();
    const Status merged = Merge(OtherReport(), Mask({"title", path}), content);
    ASSERT_FALSE(merged) << path;
    EXPECT_THAT(Fields(merged.error().fields), ElementsAre("update_mask")) << path;
    EXPECT_EQ(Seal(content).digest, Seal(CompleteContent()).digest) << path;
  }
}

TEST(Merge, ReplacesAListAsAWhole) {
  v1::Content content = CompleteContent();
  ASSERT_TRUE(Merge(OtherReport(), Mask({"channels", "co_issuing_departments"}), content));
  v1::Report report;
  report.add_channels(v1::PORTAL);
  ASSERT_TRUE(Merge(report, {}, content));
  EXPECT_THAT(content.channels(), ElementsAre(v1::PORTAL));
  EXPECT_THAT(content.co_issuing_departments(), ElementsAre("清河县教育局"));
  ASSERT_TRUE(Merge({}, Mask({"co_issuing_departments"}), content));
  EXPECT_TRUE(content.co_issuing_departments().empty());
}

// The fields of a content and those of a report go by the same names.
TEST(Merge, TakesOverEveryFieldOfAContentButThoseOfItsOwn) {
  const std::vector<std::string> own = {"magic", "attachments", "corrects", "body_size_bytes"};
  const auto* content = v1::Content::descriptor();
  for (int i = 0; i < content->field_count(); ++i) {
    std::string name = content->field(i)->name();
    if (std::ranges::find(own, name) != own.end()) continue;
    if (name == "body_sha256") name = "body";
    EXPECT_NE(std::ranges::find(kUpdatable, name), kUpdatable.end()) << name;
  }
}

TEST(Merge, RefusesToChangeNothing) {
  v1::Content content = CompleteContent();
  const Status merged = Merge({}, {}, content);
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().reason, Reason::kInvalidField);
}

}  // namespace
}  // namespace gongkai::intake
