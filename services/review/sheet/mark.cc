#include "services/review/sheet/mark.h"

#include <algorithm>
#include <string>

#include "services/review/sheet/words.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

// Returns whether the attribute can no longer become another one.
bool IsFinal(const wf::Record& record) {
  switch (record.state()) {
    case wf::PUBLISHED:
    case wf::RETRACTED:
    case wf::SUPERSEDED:
    case wf::FILED:
    case wf::WITHHELD:
      return true;
    default:
      return std::ranges::any_of(record.approvals(), [](const wf::Approval& approval) {
        return approval.action() == wf::SIGN && !approval.revoked();
      });
  }
}

}  // namespace

void AddMark(const SheetSource& source, Fill& page) {
  const wf::Record& record = source.record;
  wf::Disclosure attribute = record.disclosure();
  // A draft has not handed in its attribute yet; what is withheld is not public whatever it has.
  if (record.state() == wf::DRAFT) {
    attribute = source.content == nullptr ? wf::DISCLOSURE_UNSPECIFIED
                                          : source.content->disclosure().attribute();
  } else if (record.state() == wf::WITHHELD) {
    attribute = wf::NOT_DISCLOSED;
  } else if (record.state() == wf::WITHDRAWN) {
    return;
  }
  const std::string mark = MarkOf(attribute);
  if (mark.empty()) return;
  Fill& fill = page.Add("MARK");
  fill.Set("MARK_TEXT", mark);
  if (!IsFinal(record)) fill.Add("MARK_PROPOSED");
}

}  // namespace gongkai::review
