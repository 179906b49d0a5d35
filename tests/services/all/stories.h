// Reports in every state, each revision full of canaries, and who may know what of them.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/services/all/canaries.h"
#include "tests/services/all/way_of_a_report.h"
#include "workflow/base/digest.h"

namespace gongkai::all {

namespace wf = workflow::v1;

// The policy for development, with people who are more than one thing or none.
inline std::filesystem::path WritePolicyOfStories(const support::TestFolder& folder) {
  std::ifstream file(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
  std::string policy((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto put = [&policy](std::string_view before, const std::string& text) {
    const std::size_t at = policy.find(before);
    if (at == std::string::npos) throw std::runtime_error("the policy has no " + text);
    policy.insert(at, text);
  };
  put("  # Bots:",
      "  user/two-seats: {department: 清河县财政局, roles: [DRAFTER, LEGAL_REVIEWER]}\n"
      "  user/two-desks: {department: 保密办, roles: [SECRECY_REVIEWER, PUBLISHER]}\n"
      "  user/retired: {department: 清河县人民政府办公室}\n");
  support::WriteFile(folder / "policy.yaml", policy);
  return folder / "policy.yaml";
}

// What somebody is to the reports, which are all of one department.
struct Viewer {
  const char* id;
  bool own = false;
  bool legal = false;
  bool secrecy = false;
  bool publisher = false;
  bool auditor = false;
};

inline constexpr Viewer kViewers[] = {
    {.id = "user/zhang-wei", .own = true},
    {.id = "user/li-na", .own = true},
    {.id = "bot/pipeline", .own = true},
    {.id = "user/wu-hao"},  // a drafter of another department
    {.id = "user/wang-fang", .legal = true},
    {.id = "user/zhao-min", .legal = true},
    {.id = "user/chen-jie", .secrecy = true},
    {.id = "user/liu-yang", .publisher = true},
    {.id = "user/ma-chao", .own = true},       // the head of the department
    {.id = "user/xu-hui"},                     // the head of another department
    {.id = "user/he-jun", .publisher = true},  // the signatory
    {.id = "user/guo-lei", .auditor = true},
    {.id = "bot/website"},
    {.id = "user/two-seats", .legal = true},
    {.id = "user/two-desks", .secrecy = true, .publisher = true},
    {.id = "user/retired"},
};

// A report, and what of it went where. Revisions are numbered from 0; -1: none.
struct Story {
  std::string id;
  wf::State state = wf::DRAFT;
  wf::Disclosure disclosure = wf::ACTIVE;
  int newest = -1;
  int submitted = -1;      // last to legal review
  int passed = -1;         // last to secrecy review
  bool published = false;  // ever; the newest
  int comments = 0;
  std::map<int, std::string> contents;  // the digest of each revision

  std::string name() const { return "reports/" + id; }
  bool IsOrWasPublic() const {
    return state == wf::PUBLISHED || state == wf::RETRACTED || state == wf::SUPERSEDED;
  }
};

// Returns whether the viewer may know all of the record.
inline bool KnowsRecord(const Viewer& viewer, const Story& story) {
  return viewer.own || viewer.auditor || (viewer.legal && story.submitted >= 0) ||
         (viewer.secrecy && story.passed >= 0) ||
         (viewer.publisher && (story.state == wf::CLEARED || story.state == wf::FILED ||
                               story.state == wf::WITHHELD || story.IsOrWasPublic()));
}

inline bool KnowsOf(const Viewer& viewer, const Story& story) {
  return KnowsRecord(viewer, story) || story.IsOrWasPublic();
}

// The revisions that the viewer may read.
inline std::set<int> Readable(const Viewer& viewer, const Story& story) {
  std::set<int> out;
  for (int i = 0; viewer.own && i <= story.newest; ++i) out.insert(i);
  if (viewer.own) return out;
  if (story.state == wf::PUBLISHED) return {story.newest};
  if (viewer.publisher && (story.state == wf::CLEARED || story.state == wf::FILED)) {
    return {story.newest};
  }
  if (viewer.legal && story.submitted >= 0) return {story.submitted};
  if (viewer.secrecy && story.passed >= 0) return {story.passed};
  return {};
}

// Writes stories into an office.
class Teller {
 public:
  explicit Teller(TestOffice& office) : office_(office) {}

  // One that goes straight to its state; its first revision never left its department.
  Story Fresh(const std::string& id, wf::State state, const std::string& corrects = "") {
    Story story{.id = id};
    Write(story, corrects);
    if (state != wf::DRAFT) Write(story);
    Go(story, state);
    return story;
  }

  // One that every desk had before and gave back.
  Story Storied(const std::string& id, wf::State state) {
    Story story{.id = id, .disclosure = state == wf::FILED ? wf::ON_REQUEST : wf::ACTIVE};
    Write(story);
    Write(story);
    Hand(story);
    Return(story, kLegalReviewer, review::v1::LEGAL);
    Write(story);
    Hand(story);
    Pass(story);
    Return(story, kSecrecyReviewer, review::v1::SECRECY);
    Write(story);
    Hand(story);
    Pass(story);
    ClearIt(story);
    publish::v1::ReturnReportRequest back;
    back.set_name(story.name());
    back.set_reason(Comment(story));
    Must(office_.Call(kPublisher, &Publish::ReturnReport, back));
    Write(story);
    if (state != wf::DRAFT) Write(story);
    Go(story, state);
    return story;
  }

  // Of which revision of which report each digest is: of a content, a body or an attachment. -1: of
  // a content between two revisions.
  struct Origin {
    std::string report;
    int revision = 0;
    bool of_content = false;
  };
  const std::map<std::string, Origin>& digests() const { return digests_; }

  static std::string FileOf(const Story& story, int revision) {
    return ToString({.report = story.id, .revision = revision, .field = "file"}) + ".csv";
  }

 private:
  static std::string Text(const Story& story, const std::string& field) {
    return ToString({.report = story.id, .revision = story.newest, .field = field});
  }

  std::string Comment(Story& story) {
    return ToString({.report = story.id, .revision = story.comments++, .field = "comment"});
  }

  void Note(const Story& story, int revision, const std::string& digest, bool of_content) {
    digests_[digest] = {.report = story.id, .revision = revision, .of_content = of_content};
  }

  // The next revision.
  void Write(Story& story, const std::string& corrects = "") {
    const bool first = ++story.newest == 0;
    intake::v1::Report report;
    report.set_title(Text(story, "title"));
    report.set_document_number(Text(story, "number"));
    report.set_kind(intake::v1::ANNUAL_REPORT);
    report.set_issuing_department(Text(story, "issuer"));
    report.set_category(Text(story, "category"));
    report.mutable_disclosure()->set_attribute(story.disclosure);
    if (story.disclosure != wf::ACTIVE) report.mutable_disclosure()->set_reason("内部事务");
    report.set_body(Text(story, "body"));
    if (first) {
      intake::v1::CreateReportRequest create;
      create.set_report_id(story.id);
      report.set_corrects(corrects);
      *create.mutable_report() = report;
      report = Must(office_.Call(kDrafter, &Intake::CreateReport, create));
    } else {
      intake::v1::UpdateReportRequest update;
      report.set_name(story.name());
      *update.mutable_report() = report;
      report = Must(office_.Call(kDrafter, &Intake::UpdateReport, update));
    }
    Note(story, -1, report.content_sha256(), true);
    const std::string bytes = Text(story, "bytes");
    Attach(office_, story.name(), FileOf(story, story.newest), bytes);
    intake::v1::GetReportRequest get;
    get.set_name(story.name());
    report = Must(office_.Call(kDrafter, &Intake::GetReport, get));
    if (!first) {
      Note(story, -1, report.content_sha256(), true);
      intake::v1::DeleteAttachmentRequest remove;
      remove.set_name(story.name() + "/attachments/" + FileOf(story, story.newest - 1));
      report = Must(office_.Call(kDrafter, &Intake::DeleteAttachment, remove));
    }
    story.contents[story.newest] = report.content_sha256();
    Note(story, story.newest, report.content_sha256(), true);
    Note(story, story.newest, base::Sha256(bytes).ToHex(), false);
    Note(story, story.newest, base::Sha256(report.body()).ToHex(), false);
  }

  void Hand(Story& story) {
    Submit(office_, story.name());
    story.submitted = story.newest;
    story.state = wf::LEGAL_REVIEW;
  }

  void Return(Story& story, const char* reviewer, review::v1::Stage stage) {
    review::v1::ReturnTaskRequest back;
    back.set_name(TaskOf(story.name(), stage));
    back.set_reason(Comment(story));
    Must(office_.Call(reviewer, &Review::ReturnTask, back));
  }

  void ApproveAs(Story& story, const char* reviewer, review::v1::Stage stage) {
    auto approval = ApprovalOf(GetTask(office_, reviewer, story.name(), stage));
    approval.set_opinion(Comment(story));
    Must(office_.Call(reviewer, &Review::ApproveTask, approval));
  }

  void Pass(Story& story) {
    ApproveAs(story, kLegalReviewer, review::v1::LEGAL);
    story.passed = story.newest;
    story.state = wf::SECRECY_REVIEW;
  }

  void ClearIt(Story& story) {
    ApproveAs(story, kSecrecyReviewer, review::v1::SECRECY);
    story.state = wf::CLEARED;
  }

  void Refer(Story& story, const char* reviewer, review::v1::Stage stage) {
    review::v1::ReferTaskRequest refer;
    refer.set_name(TaskOf(story.name(), stage));
    refer.set_authority("市保密局");
    refer.set_question(Comment(story));
    Must(office_.Call(reviewer, &Review::ReferTask, refer));
  }

  void Withdraw(Story& story) {
    intake::v1::WithdrawReportRequest withdraw;
    withdraw.set_name(story.name());
    withdraw.set_reason(Comment(story));
    Must(office_.Call(kDrafter, &Intake::WithdrawReport, withdraw));
  }

  void Withhold(Story& story) {
    review::v1::WithholdTaskRequest withhold;
    withhold.set_name(TaskOf(story.name(), review::v1::SECRECY));
    withhold.set_ground(wf::STATE_SECRET);
    withhold.set_reason(Comment(story));
    Must(office_.Call(kSecrecyReviewer, &Review::WithholdTask, withhold));
  }

  void Retract(Story& story) {
    publish::v1::RetractReportRequest retract;
    retract.set_name(story.name());
    retract.set_reason(Comment(story));
    Must(office_.Call(kPublisher, &Publish::RetractReport, retract));
  }

  // From DRAFT to the state. SUPERSEDED is reached by the publication of a correction.
  void Go(Story& story, wf::State state) {
    story.state = wf::DRAFT;
    if (state == wf::WITHDRAWN) Withdraw(story);
    if (state != wf::DRAFT && state != wf::WITHDRAWN) GoOn(story, state);
    story.state = state;
  }

  void GoOn(Story& story, wf::State state) {
    Hand(story);
    if (state == wf::LEGAL_REVIEW) return;
    if (state == wf::LEGAL_REFERRED) return Refer(story, kLegalReviewer, review::v1::LEGAL);
    Pass(story);
    if (state == wf::SECRECY_REVIEW) return;
    if (state == wf::SECRECY_REFERRED) return Refer(story, kSecrecyReviewer, review::v1::SECRECY);
    if (state == wf::WITHHELD) return Withhold(story);
    ClearIt(story);
    if (state == wf::CLEARED) return;
    if (state == wf::FILED) {
      Must(office_.Call(kPublisher, &Publish::FileReport, FilingOf(story.name())));
      return;
    }
    PublishReport(office_, story.name());
    story.published = true;
    if (state == wf::RETRACTED) Retract(story);
  }

  TestOffice& office_;
  std::map<std::string, Origin> digests_;
};

// Returns one report for each state that every desk had before, one for each state in which a desk
// has seen none of it yet, and a correction.
inline std::vector<Story> TellAll(Teller& teller) {
  std::vector<Story> stories;
  for (int i = wf::DRAFT; i <= wf::FILED; ++i) {
    const auto state = static_cast<wf::State>(i);
    // Two digits each, so that no name is the beginning of another.
    stories.push_back(teller.Storied("old-" + std::to_string(10 + i), state));
    if (state == wf::SUPERSEDED) {
      stories.push_back(teller.Fresh("correction", wf::PUBLISHED, stories.back().name()));
    }
  }
  for (const wf::State state :
       {wf::DRAFT, wf::LEGAL_REVIEW, wf::SECRECY_REVIEW, wf::CLEARED, wf::WITHDRAWN}) {
    stories.push_back(teller.Fresh("new-" + std::to_string(state), state));
  }
  return stories;
}

}  // namespace gongkai::all
