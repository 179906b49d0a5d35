#include "services/review/sheet/opinions.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/review/sheet/opinion_row.h"
#include "services/review/sheet/words.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

constexpr std::array<std::string_view, kPartCount> kHeadings{
    "D　起草部门负责人意见", "E　合法性审查意见", "F　保密审查意见", "G　政务公开机构审核意见",
    "H　签发人意见",         "I　发布登记",       "J　归档"};

// Returns the section of what a reviewer or the publisher decided, by the stage in which it was.
std::optional<Part> PartOfStage(wf::State from) {
  switch (from) {
    case wf::LEGAL_REVIEW:
    case wf::LEGAL_REFERRED:
      return Part::kLegality;
    case wf::SECRECY_REVIEW:
    case wf::SECRECY_REFERRED:
      return Part::kSecrecy;
    case wf::CLEARED:
      return Part::kOffice;
    default:
      return std::nullopt;
  }
}

// Returns the section that tells of the event, or nullopt if none does.
std::optional<Part> PartOf(const wf::ReportEvent& event) {
  switch (event.action()) {
    case wf::ENDORSE:
      return Part::kEndorsement;
    case wf::APPROVE_LEGAL:
      return Part::kLegality;
    case wf::APPROVE_SECRECY:
      return Part::kSecrecy;
    case wf::RETURN:
    case wf::REFER:
    case wf::RESOLVE:
    case wf::WITHHOLD:
      return PartOfStage(event.from_state());
    case wf::SIGN:
      return Part::kSignature;
    case wf::PUBLISH:
    case wf::RETRACT:
    case wf::SUPERSEDE:
      return Part::kPublication;
    case wf::FILE:
    case wf::REASSESS:
    case wf::WITHDRAW:
      return Part::kFiling;
    default:
      return std::nullopt;
  }
}

bool IsApproval(wf::Action action) {
  return action == wf::ENDORSE || action == wf::APPROVE_LEGAL || action == wf::APPROVE_SECRECY ||
         action == wf::SIGN;
}

// Returns whether the approval is one of those that stand.
bool Stands(const wf::ReportEvent& event, const wf::Record& record) {
  return std::ranges::any_of(record.approvals(), [&](const wf::Approval& approval) {
    return approval.action() == event.action() && !approval.revoked() &&
           approval.reviewer() == event.actor() &&
           approval.time().seconds() == event.time().seconds() &&
           approval.time().nanos() == event.time().nanos();
  });
}

// Says from where on the report's present round counts, as positions; -1 stands for none.
struct Round {
  std::int64_t begun = -1;      // the newest event that ended all approvals
  std::int64_t submitted = -1;  // the newest submission
};

Round RoundOf(const SheetSource& source) {
  Round round;
  for (const wf::ReportEvent& event : source.events) {
    const wf::Action action = event.action();
    if (action == wf::EDIT || action == wf::RETURN || action == wf::REASSESS) {
      round.begun = event.position();
    }
    if (action == wf::SUBMIT) round.submitted = event.position();
  }
  return round;
}

// Returns whether the event belongs to an earlier round. What was returned is dealt with once it is
// submitted again.
bool IsPast(const wf::ReportEvent& event, const Round& round) {
  return event.position() < round.begun ||
         (event.action() == wf::RETURN && event.position() < round.submitted);
}

// Returns where a row stands among those of its section: the department's own head comes first.
int RankOf(const Opinion& opinion, const wf::Record& record) {
  const bool other =
      opinion.part == Part::kEndorsement && opinion.event->department() != record.department();
  return static_cast<int>(opinion.part) * 2 + (other ? 1 : 0);
}

void AddSection(const SheetSource& source, const std::vector<Opinion>& opinions, Part part,
                Fill& page) {
  Fill& section = page.Add("OPINION_SECTION");
  section.Set("OPINION_HEADING", std::string(kHeadings[static_cast<std::size_t>(part)]));
  std::size_t left_out = 0;
  std::size_t shown = 0;
  for (const Opinion& opinion : opinions) {
    if (opinion.part != part) continue;
    if (!opinion.is_shown) {
      ++left_out;
      continue;
    }
    ++shown;
    AddOpinionRow(opinion, section.Add("OPINION"));
  }
  if (left_out > 0) section.Add("LEFT_OUT").Set("LEFT_OUT_COUNT", std::to_string(left_out));
  const bool misses = part == Part::kEndorsement && !source.record.missing_endorsements().empty();
  if (misses) {
    section.Add("MISSING").Set("MISSING_DEPARTMENTS", Listed(source.record.missing_endorsements()));
  }
  if (shown + left_out == 0) {
    section.Add("EMPTY").Set("EMPTY_WORD",
                             std::string(part == Part::kOffice ? kNone : kNothingYet));
  }
}

}  // namespace

std::vector<Opinion> OpinionsOf(const SheetSource& source) {
  const Round round = RoundOf(source);
  std::vector<Opinion> opinions;
  for (const wf::ReportEvent& event : source.events) {
    const std::optional<Part> part = PartOf(event);
    if (!part) continue;
    const bool past = IsPast(event, round);
    const bool void_now = *part < Part::kPublication &&
                          (IsApproval(event.action()) ? !Stands(event, source.record) : past);
    opinions.push_back(
        {.event = &event, .part = *part, .is_void = void_now, .is_past = past || void_now});
  }
  std::ranges::stable_sort(opinions, {},
                           [&](const Opinion& opinion) { return RankOf(opinion, source.record); });
  return opinions;
}

void AddOpinionSections(const SheetSource& source, const std::vector<Opinion>& opinions,
                        Fill& page) {
  for (std::size_t i = 0; i < kPartCount; ++i) {
    AddSection(source, opinions, static_cast<Part>(i), page);
  }
}

}  // namespace gongkai::review
