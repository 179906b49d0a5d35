#include "services/review/sheet/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <utility>

#include "tests/services/review/sheet/sources.h"

namespace gongkai::review {
namespace {

using testing::HasSubstr;
using testing::Not;

// The part of the sheet from one heading to the next.
std::string SectionOf(const std::string& html, const std::string& heading) {
  const std::size_t begin = html.find("scope=\"colgroup\">" + heading);
  EXPECT_NE(begin, std::string::npos) << heading;
  if (begin == std::string::npos) return "";
  return html.substr(begin, html.find("</table>", begin) - begin);
}

// The row of a section that an event has.
std::string RowOf(const std::string& html, std::int64_t position) {
  const std::size_t proof = html.find("台账第 " + std::to_string(position) + " 条，条目哈希");
  EXPECT_NE(proof, std::string::npos) << position;
  if (proof == std::string::npos) return "";
  const std::size_t begin = html.rfind("<tr", proof);
  return html.substr(begin, html.find("</tr>", proof) - begin);
}

int Count(std::string_view text, std::string_view part) {
  int count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; ++count) ++at;
  return count;
}

TEST(SheetTest, SaysOfADraftWhatIsEmpty) {
  Story story;
  story.source.record.add_missing_endorsements("办公室");
  story.source.record.add_missing_endorsements("财政局");
  const std::string html = story.Render();
  EXPECT_THAT(html, HasSubstr("审查表编号：尚未编号"));
  EXPECT_THAT(html, HasSubstr("当前状态：起草"));
  const std::string basics = SectionOf(html, "A　基本信息");
  EXPECT_THAT(basics, HasSubstr("拟稿人</th><td>未填写"));
  EXPECT_THAT(basics, HasSubstr("尚未送审"));
  EXPECT_THAT(SectionOf(html, "C　公开渠道"), HasSubstr("未填写"));
  EXPECT_THAT(SectionOf(html, "D　"), HasSubstr("尚缺审签：办公室、财政局"));
  for (const char* heading : {"D　", "E　", "F　", "H　", "I　", "J　"}) {
    EXPECT_THAT(SectionOf(html, heading), HasSubstr("暂无")) << heading;
  }
  EXPECT_THAT(SectionOf(html, "G　"), HasSubstr(">无<"));
}

TEST(SheetTest, ShowsTheFormAsItIsFilledIn) {
  Story story;
  auto& content = story.content;
  content.add_co_issuing_departments("财政局");
  content.add_co_issuing_departments("统计局");
  content.set_drafter("张伟");
  content.set_telephone("0319-8161234");
  content.set_carrier(intake::v1::OFFICIAL_DOCUMENT);
  content.mutable_formed_date()->set_year(2026);
  content.mutable_formed_date()->set_month(2);
  content.mutable_formed_date()->set_day(9);
  content.set_index_number("113417020032563511/202504-00057");
  content.mutable_forwarded_document()->set_title("关于做好年报的通知");
  content.mutable_forwarded_document()->set_document_number("冀政办〔2022〕1号");
  content.add_channels(intake::v1::PORTAL);
  content.add_channels(intake::v1::WECHAT);
  content.mutable_planned_publish_time()->set_seconds(1772294400);
  content.set_interpretation("reports/interpretation");
  content.mutable_disclosure()->set_attribute(wf::NOT_DISCLOSED);
  content.mutable_disclosure()->set_ground(wf::DELIBERATIVE);
  content.mutable_disclosure()->set_reason("过程稿");
  auto& file = *content.add_attachments();
  file.set_file_name("附表.xlsx");
  file.set_size_bytes(1536);
  file.set_sha256(std::string(64, 'c'));
  file.mutable_disclosure()->set_attribute(wf::ON_REQUEST);
  story.source.record.set_corrects("reports/annual-2020");
  const std::string html = story.Render();
  for (const char* text :
       {"财政局、统计局", "张伟", "0319-8161234", "公文类", "2026年2月9日", "年度报告",
        "113417020032563511/202504-00057", "《关于做好年报的通知》（冀政办〔2022〕1号）",
        "reports/annual-2020", "附件清单（1 件）", "附表.xlsx", "1.5 KiB", "依申请公开"}) {
    EXPECT_THAT(html, HasSubstr(text));
  }
  EXPECT_THAT(html, HasSubstr(std::string(64, 'c')));
  EXPECT_THAT(SectionOf(html, "A　"), HasSubstr(kDigest));
  const std::string proposal = SectionOf(html, "B　");
  EXPECT_THAT(proposal, HasSubstr("不予公开"));
  EXPECT_THAT(proposal, HasSubstr("过程性信息（政府信息公开条例第十六条第二款）"));
  EXPECT_THAT(proposal, HasSubstr("过程稿"));
  const std::string channels = SectionOf(html, "C　");
  EXPECT_THAT(channels, HasSubstr("门户网站、微信"));
  EXPECT_THAT(channels, HasSubstr("2026年3月1日 00:00:00 以后"));
  EXPECT_THAT(channels, HasSubstr("reports/interpretation"));
}

TEST(SheetTest, ShowsEveryOpinionWithItsEntry) {
  Story story;
  Clear(story);
  const std::string html = story.Render();
  EXPECT_THAT(html, HasSubstr("审查表编号：办公室〔2026〕7号"));
  const std::string legal = SectionOf(html, "E　合法性审查意见");
  for (const char* text : {"user/wang-fang", "法规科", "合法性审查员", "2026年3月1日 00:03:00",
                           "台账第 14 条", ">合法<", "所涉事项是否在发文机关的法定权限之内？",
                           "不适用", "（无须听证）", "合法，同意公开。"}) {
    EXPECT_THAT(legal, HasSubstr(text));
  }
  EXPECT_THAT(legal, HasSubstr("所审内容 " + kDigest));
  EXPECT_THAT(legal, HasSubstr("条目哈希 " + story.source.events[3].entry_hash()));
  const std::string secrecy = SectionOf(html, "F　保密审查意见");
  EXPECT_THAT(secrecy, HasSubstr(">公开<"));
  EXPECT_THAT(secrecy, HasSubstr("依据：<p class=\"text typed\">保守国家秘密法第三十五条</p>"));
  EXPECT_THAT(SectionOf(html, "D　"), HasSubstr("同意送审。"));
  const std::string signature = SectionOf(html, "H　签发人意见");
  EXPECT_THAT(signature, HasSubstr("最终属性：主动公开（此件公开发布）"));
  EXPECT_THAT(signature, HasSubstr("签发人"));
  EXPECT_THAT(html, Not(HasSubstr("已失效")));
  EXPECT_THAT(html, HasSubstr("截至台账第 16 条"));
  EXPECT_THAT(html, HasSubstr("gongkai audit show 16"));
  EXPECT_EQ(Count(html, "<tr class=\"old\">"), 0);
}

TEST(SheetTest, PutsWhatWasDoneInAStageIntoItsSection) {
  Story story;
  story.Submit();
  auto& refer = story.Add(wf::REFER, "user/chen-jie", "保密办", wf::SECRECY_REVIEWER, "是否涉密？");
  refer.set_from_state(wf::SECRECY_REVIEW);
  refer.mutable_refer()->set_authority("邢台市国家保密局");
  story.Add(wf::RESOLVE, "user/chen-jie", "保密办", wf::SECRECY_REVIEWER, "不涉密。")
      .set_from_state(wf::SECRECY_REFERRED);
  auto& withhold = story.Add(wf::WITHHOLD, "user/wang-fang", "法规科", wf::LEGAL_REVIEWER, "案卷");
  withhold.set_from_state(wf::LEGAL_REVIEW);
  withhold.mutable_withhold()->set_ground(wf::ENFORCEMENT_FILE);
  story.Add(wf::PUBLISH, "user/liu-yang", "政务公开办", wf::PUBLISHER)
      .set_related("reports/annual-2020");
  story.Add(wf::RETRACT, "user/liu-yang", "政务公开办", wf::PUBLISHER, "数据有误");
  story.Add(wf::SUPERSEDE, "user/liu-yang", "政务公开办", wf::PUBLISHER)
      .set_related("reports/annual-2021-b");
  story.Add(wf::FILE, "user/liu-yang", "政务公开办", wf::PUBLISHER);
  story.Add(wf::REASSESS, "user/liu-yang", "政务公开办", wf::PUBLISHER, "满一年");
  story.Add(wf::WITHDRAW, "user/zhang-wei", "办公室", wf::DRAFTER, "不再印发");
  story.Return(wf::CLEARED, "user/liu-yang", "缺解读材料");
  const std::string html = story.Render();
  const std::string secrecy = SectionOf(html, "F　");
  EXPECT_THAT(secrecy, HasSubstr("需报审，报 邢台市国家保密局"));
  EXPECT_THAT(secrecy, HasSubstr("答复：<p class=\"text typed\">不涉密。</p>"));
  const std::string legal = SectionOf(html, "E　");
  EXPECT_THAT(legal, HasSubstr("不予公开；行政执法案卷（政府信息公开条例第十六条第二款）"));
  const std::string office = SectionOf(html, "G　");
  EXPECT_THAT(office, HasSubstr("退回起草部门"));
  EXPECT_THAT(office, HasSubstr("缺解读材料"));
  const std::string publication = SectionOf(html, "I　发布登记");
  EXPECT_THAT(publication, HasSubstr("更正 reports/annual-2020"));
  EXPECT_THAT(publication, HasSubstr("数据有误"));
  EXPECT_THAT(publication, HasSubstr("更正后公文 reports/annual-2021-b"));
  const std::string filing = SectionOf(html, "J　归档");
  for (const char* text : {"重新评估", "满一年", "撤回", "不再印发"}) {
    EXPECT_THAT(filing, HasSubstr(text));
  }
}

TEST(SheetTest, MarksWhatNoLongerCountsAndKeepsIt) {
  Story story;
  Clear(story);
  const std::int64_t returned = story.Return(wf::CLEARED, "user/liu-yang", "数字有误").position();
  const std::string before = story.Render();
  EXPECT_EQ(Count(before, "（已失效）"), 4) << "endorsement, two approvals, signature";
  EXPECT_THAT(RowOf(before, returned), Not(HasSubstr("已失效"))) << "it is why";
  story.Add(wf::EDIT, "user/zhang-wei", "办公室", wf::DRAFTER);
  story.Approve(wf::ENDORSE, "user/li-na", "办公室", wf::HEAD, "已改正，同意。");
  const std::string after = story.Render();
  EXPECT_EQ(Count(after, "（已失效）"), 5);
  EXPECT_THAT(RowOf(after, returned), HasSubstr("（已失效）"));
  EXPECT_THAT(RowOf(after, 14), HasSubstr("class=\"old\""));
  EXPECT_THAT(RowOf(after, 14), HasSubstr("user/wang-fang")) << "the history stays complete";
  EXPECT_THAT(RowOf(after, story.source.events.back().position()), Not(HasSubstr("已失效")));
}

TEST(SheetTest, MarksAReturnOnceTheReportIsSubmittedAgain) {
  Story story;
  story.Submit();
  const std::int64_t returned =
      story.Return(wf::LEGAL_REVIEW, "user/wang-fang", "请核对").position();
  EXPECT_THAT(RowOf(story.Render(), returned), Not(HasSubstr("已失效")));
  story.Submit();
  EXPECT_THAT(RowOf(story.Render(), returned), HasSubstr("已失效"));
}

TEST(SheetTest, MarksAnApprovalThatThePolicyTookBack) {
  Story story;
  Clear(story);
  story.source.record.mutable_approvals()->DeleteSubrange(1, 1);  // the legal one
  const std::string html = story.Render();
  EXPECT_THAT(SectionOf(html, "E　"), HasSubstr("（已失效）"));
  EXPECT_EQ(Count(html, "（已失效）"), 1);
}

TEST(SheetTest, ShowsTheOwnHeadBeforeThoseOfCoIssuers) {
  Story story;
  story.Approve(wf::ENDORSE, "user/zhou-min", "财政局", wf::HEAD);
  story.Approve(wf::ENDORSE, "user/li-na", "办公室", wf::HEAD).set_on_behalf_of("user/wu-di");
  const std::string section = SectionOf(story.Render(), "D　");
  EXPECT_LT(section.find("user/li-na"), section.find("user/zhou-min"));
  EXPECT_THAT(section, HasSubstr("代：user/wu-di"));
}

TEST(SheetTest, ShowsWhatWasDecidedOtherwise) {
  Story story;
  Clear(story);
  auto& decision = *story.source.events.back().mutable_sign()->mutable_decision();
  decision.set_attribute(wf::NOT_DISCLOSED);
  decision.set_ground(wf::INTERNAL_AFFAIRS);
  decision.set_reason("属人事管理");
  story.source.record.set_disclosure(wf::NOT_DISCLOSED);
  story.source.record.set_disclosure_reason("属人事管理");
  const std::string html = story.Render();
  EXPECT_THAT(
      SectionOf(html, "B　"),
      HasSubstr("不予公开；内部事务信息（政府信息公开条例第十六条第一款）；理由：属人事管理"));
  EXPECT_THAT(SectionOf(html, "H　"),
              HasSubstr("变更理由：<p class=\"text typed\">属人事管理</p>"));
  EXPECT_THAT(html, HasSubstr("<p class=\"mark\">（此件不公开）</p>"));
}

TEST(SheetTest, ShowsWhatAFormHolds) {
  Story story;
  story.Submit();
  auto& form = *story.Return(wf::LEGAL_REVIEW, "user/wang-fang", "逐条修改")
                    .mutable_returned()
                    ->mutable_form();
  form.set_conclusion(wf::REVISE_CLAUSES);
  Answer(form, "A_QUESTION_OF_LATER", wf::NO, "见下");
  auto& clause = *form.add_clause_remarks();
  clause.set_clause("第三条第二款");
  clause.set_remark("缺少上位法依据");
  auto& approve = *story.Add(wf::APPROVE_SECRECY, "user/chen-jie", "保密办", wf::SECRECY_REVIEWER)
                       .mutable_approve();
  auto& part = *approve.mutable_form()->add_withheld_parts();
  part.set_attachment("名单.xlsx");
  part.set_part("身份证号一列");
  part.set_ground(wf::THIRD_PARTY_RIGHTS);
  approve.mutable_decision()->set_attribute(wf::ACTIVE_REDACTED);
  approve.mutable_decision()->set_reason("含个人信息");
  const std::string html = story.Render();
  const std::string legal = SectionOf(html, "E　");
  for (const char* text : {"逐条修改", "<b>否</b>", "A_QUESTION_OF_LATER", "（见下）",
                           "逐条意见：<p class=\"text typed\">“第三条第二款”：缺少上位法依据"}) {
    EXPECT_THAT(legal, HasSubstr(text));
  }
  const std::string secrecy = SectionOf(html, "F　");
  EXPECT_THAT(secrecy, HasSubstr("附件“名单.xlsx”，身份证号一列；第三方合法权益"));
  EXPECT_THAT(secrecy,
              HasSubstr("审定属性：<p class=\"text typed\">删减后公开；理由：含个人信息</p>"));
}

TEST(SheetTest, ShowsChecklistsOfVersionOne) {
  Story story;
  story.Submit();
  auto& answer = *story.Approve(wf::APPROVE_LEGAL, "user/wang-fang", "法规科", wf::LEGAL_REVIEWER)
                      .mutable_approve()
                      ->add_checklist();
  answer.set_question("是否符合法定权限");
  answer.set_passed(true);
  answer.set_remark("见第一条");
  const std::string legal = SectionOf(story.Render(), "E　");
  EXPECT_THAT(legal, HasSubstr("<b>是</b><span>是否符合法定权限（见第一条）"));
  EXPECT_THAT(legal, HasSubstr(">通过<"));
}

TEST(SheetTest, PrintsTheMarkOfTheAttribute) {
  const std::pair<wf::Disclosure, const char*> kMarks[] = {
      {wf::ACTIVE, "（此件公开发布）"},
      {wf::ACTIVE_REDACTED, "（此件删减后公开）"},
      {wf::ON_REQUEST, "（此件依申请公开）"},
      {wf::NOT_DISCLOSED, "（此件不公开）"},
  };
  for (const auto& [attribute, mark] : kMarks) {
    Story story;
    story.Submit(attribute);
    EXPECT_THAT(story.Render(), HasSubstr(std::string("<p class=\"mark\">") + mark + "<small>"))
        << "not final before it is signed";
    story.source.record.set_state(wf::PUBLISHED);
    EXPECT_THAT(story.Render(), HasSubstr(std::string("<p class=\"mark\">") + mark + "</p>"));
  }
  Story withheld;
  withheld.Submit(wf::ACTIVE);
  withheld.source.record.set_state(wf::WITHHELD);
  EXPECT_THAT(withheld.Render(), HasSubstr("（此件不公开）")) << "whatever was proposed";
  withheld.source.record.set_state(wf::WITHDRAWN);
  EXPECT_THAT(withheld.Render(), Not(HasSubstr("class=\"mark\"")));
}

TEST(SheetTest, SaysThatTheReaderMayNotReadTheContent) {
  Story story;
  Clear(story);
  story.readable = false;
  for (auto& event : story.source.events) event.clear_content_sha256();
  const std::string html = story.Render();
  for (const char* heading : {"A　", "B　", "C　"}) {
    EXPECT_THAT(SectionOf(html, heading), HasSubstr("本表的读者无权查看内容。"));
  }
  EXPECT_THAT(html, Not(HasSubstr(story.content.title())));
  EXPECT_THAT(SectionOf(html, "E　"), HasSubstr("所审内容 （本表的读者无权查看）"));
}

TEST(SheetTest, SaysThatThereIsANewerContentThanTheReaderMayRead) {
  Story story;
  story.Submit();
  story.Return(wf::LEGAL_REVIEW, "user/wang-fang", "请核对");
  EXPECT_THAT(story.Render(), Not(HasSubstr("不是最新一稿")));
  story.Add(wf::EDIT, "user/zhang-wei", "办公室", wf::DRAFTER).clear_content_sha256();
  EXPECT_THAT(SectionOf(story.Render(), "A　"), HasSubstr("不是最新一稿"));
}

TEST(SheetTest, TellsWarningsThatWereRecordedAtSubmission) {
  Story story;
  auto& submit = *story.Submit().mutable_submit();
  submit.add_warnings("A_RULE_OF_LATER");
  const std::string basics = SectionOf(story.Render(), "A　");
  EXPECT_THAT(basics, HasSubstr("user/zhang-wei，2026年3月1日 00:01:00\n提醒：A_RULE_OF_LATER"));
}

TEST(SheetTest, EscapesWhateverUsersWrote) {
  const std::string hostile =
      R"("><script>alert(1)</script><img src=x onerror='a()'> javascript:alert(2) {{TITLE}} &lt; </style>)";
  Story story;
  Clear(story);
  story.source.record.set_department(hostile);
  story.source.record.add_missing_endorsements(hostile);
  auto& content = story.content;
  for (std::string* text :
       {content.mutable_title(), content.mutable_document_number(), content.mutable_drafter(),
        content.mutable_issuing_department(), content.mutable_category(),
        content.mutable_telephone(), content.mutable_index_number(),
        content.mutable_interpretation(), content.mutable_disclosure()->mutable_reason(),
        content.mutable_forwarded_document()->mutable_title(), content.add_co_issuing_departments(),
        content.add_attachments()->mutable_file_name()}) {
    *text = hostile;
  }
  for (auto& event : story.source.events) {
    event.set_comment(hostile);
    event.set_department(hostile);
    event.set_actor(hostile);
    event.set_on_behalf_of(hostile);
    if (!event.has_approve()) continue;
    auto& form = *event.mutable_approve()->mutable_form();
    form.set_basis(hostile);
    form.add_clause_remarks()->set_clause(hostile);
    form.mutable_clause_remarks(0)->set_remark(hostile);
    form.add_withheld_parts()->set_part(hostile);
    form.mutable_withheld_parts(0)->set_attachment(hostile);
    Answer(form, hostile, wf::NO, hostile);
    auto& checklist = *event.mutable_approve()->add_checklist();
    checklist.set_question(hostile);
    checklist.set_remark(hostile);
  }
  const std::string html = story.Render();

  // The same sheet with harmless texts has the same tags and attributes.
  const std::string marker = "“无害”";
  std::string stripped = html;
  const std::string escaped =
      "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;a()&#39;&gt; "
      "javascript:alert(2) {{TITLE}} &amp;lt; &lt;/style&gt;";
  EXPECT_GT(Count(stripped, escaped), 40);
  for (std::size_t at = 0; (at = stripped.find(escaped, at)) != std::string::npos;) {
    stripped.replace(at, escaped.size(), marker);
  }
  for (const char* trace : {"script>", "onerror", "alert", "javascript", "{{", "<img"}) {
    EXPECT_THAT(stripped, Not(HasSubstr(trace)));
  }
  EXPECT_EQ(Count(html, "</style>"), 1);
}

TEST(SheetTest, KeepsTheLinesOfATextAndRareCharacters) {
  Story story;
  story.Submit();
  story.Approve(wf::APPROVE_LEGAL, "user/wang-fang", "法规科", wf::LEGAL_REVIEWER,
                "第一，𠮷㛃䶮龘。\n第二，  同意。");
  EXPECT_THAT(story.Render(),
              HasSubstr("意见：<p class=\"text typed\">第一，𠮷㛃䶮龘。\n第二，  同意。</p>"));
}

TEST(SheetTest, LoadsNothingAndRunsNothing) {
  Story story;
  Clear(story);
  const std::string html = story.Render();
  EXPECT_THAT(html, testing::StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(html, HasSubstr("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
  EXPECT_LT(html.find("Content-Security-Policy"), html.find("<title>"));
  for (const char* loading : {"<script", "<link", "<img", "<iframe", "url(", "@import", "http://",
                              "https://", " src=", " href=", " on"}) {
    EXPECT_THAT(html, Not(HasSubstr(loading)));
  }
}

TEST(SheetTest, HoldsTenOpinionsAndALongTitle) {
  Story story;
  std::string title;
  for (int i = 0; i < 200; ++i) title += "标";
  story.content.set_title(title);
  for (int i = 0; i < 10; ++i) {
    story.Approve(wf::ENDORSE, "user/head-" + std::to_string(i), "部门" + std::to_string(i),
                  wf::HEAD, "同意 " + std::to_string(i));
  }
  const std::string html = story.Render();
  EXPECT_THAT(SectionOf(html, "A　"), HasSubstr(title));
  const std::string section = SectionOf(html, "D　");
  for (int i = 0; i < 10; ++i) EXPECT_THAT(section, HasSubstr("同意 " + std::to_string(i)));
  EXPECT_EQ(Count(section, "签字："), 10);
}

TEST(SheetTest, LeavesOutTheOldestPastOpinionsWhereAllAreTooLong) {
  Story story;
  const std::string reason(6000, 'x');
  for (int i = 0; i < 40; ++i) {
    story.Submit();
    story.Return(wf::LEGAL_REVIEW, "user/wang-fang", reason);
  }
  Clear(story);
  constexpr std::size_t kMost = 100 << 10;
  const std::string html = story.Render(kMost);
  EXPECT_LE(html.size(), kMost);
  EXPECT_GT(html.size(), kMost - (8 << 10)) << "no more than need be";
  const std::string legal = SectionOf(html, "E　");
  const int shown = Count(legal, reason);
  EXPECT_GT(shown, 0);
  EXPECT_THAT(legal, HasSubstr("未列出其中最早的 " + std::to_string(40 - shown) + " 条"));
  EXPECT_THAT(legal, HasSubstr("合法，同意公开。")) << "what counts stays";
  EXPECT_EQ(Count(legal, "已失效"), shown);
}

TEST(SheetTest, IsTheSameInEveryTimeZone) {
  Story story;
  Clear(story);
  ::setenv("TZ", "America/New_York", 1);
  ::tzset();
  const std::string there = story.Render();
  ::setenv("TZ", "Asia/Shanghai", 1);
  ::tzset();
  EXPECT_EQ(there, story.Render());
  EXPECT_THAT(there, HasSubstr("2026年3月1日 00:05:00"));
  ::unsetenv("TZ");
  ::tzset();
}

}  // namespace
}  // namespace gongkai::review
