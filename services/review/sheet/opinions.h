// The sections of the sheet that the ledger fills: D to J. Sorts what happened to a report into
// them, and says which opinions still count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gongkai/workflow/v1/report_event.pb.h"
#include "services/review/sheet/fill.h"
#include "services/review/sheet/sheet.h"

namespace gongkai::review {

// A section, in the order of the sheet.
enum class Part : std::uint8_t {
  kEndorsement,  // D 部门负责人意见
  kLegality,     // E 合法性审查意见
  kSecrecy,      // F 保密审查意见
  kOffice,       // G 政务公开机构审核意见
  kSignature,    // H 签发人意见
  kPublication,  // I 发布登记
  kFiling,       // J 归档
};
inline constexpr std::size_t kPartCount = 7;

// A row of a section.
struct Opinion {
  const workflow::v1::ReportEvent* event;
  Part part;
  bool is_void = false;  // its content is not the present one, or it was taken back
  bool is_past = false;  // what came later has begun the way anew; every void opinion is past
  bool is_shown = true;
};

// Returns all rows in the order of the sheet. `source` must outlive them.
std::vector<Opinion> OpinionsOf(const SheetSource& source);

// Adds all seven sections to the page. A section says how many of its rows are not shown, and that
// it is empty if there are none.
void AddOpinionSections(const SheetSource& source, const std::vector<Opinion>& opinions,
                        Fill& page);

}  // namespace gongkai::review
