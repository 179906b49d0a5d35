#include "services/review/sheet/sheet.h"

#include <algorithm>
#include <ranges>
#include <span>
#include <utility>

#include "services/review/sheet/fill.h"
#include "services/review/sheet/form_sections.h"
#include "services/review/sheet/mark.h"
#include "services/review/sheet/opinions.h"
#include "services/review/sheet/template.h"
#include "services/review/sheet/words.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

std::string Render(const SheetSource& source, const std::vector<Opinion>& opinions) {
  const wf::Record& record = source.record;
  Fill page;
  page.Set("FORM_NUMBER", FormNumberText(record))
      .Set("REPORT", record.name())
      .Set("STATE", WordOf(base::kStateWords, record.state()))
      .Set("TITLE", source.content == nullptr ? record.name() : source.content->title());
  if (!source.events.empty()) {
    page.Set("POSITION", std::to_string(source.events.back().position()))
        .Set("HASH", source.events.back().entry_hash());
  }
  AddMark(source, page);
  AddFormSections(source, page);
  AddOpinionSections(source, opinions, page);
  return FillSheet(page);
}

// The rows in the order in which they are left out: what is past before what counts, each the
// oldest first.
std::vector<Opinion*> InOrderOfLeaving(std::vector<Opinion>& opinions) {
  std::vector<Opinion*> order;
  for (Opinion& opinion : opinions) order.push_back(&opinion);
  std::ranges::sort(order, {}, [](const Opinion* opinion) {
    return std::pair(!opinion->is_past, opinion->event->position());
  });
  return order;
}

void LeaveOut(std::size_t count, std::span<Opinion* const> order) {
  for (std::size_t i = 0; i < order.size(); ++i) order[i]->is_shown = i >= count;
}

// Returns how many rows must be left out at least: a row is longer than its event.
std::size_t SurelyTooMany(std::span<Opinion* const> order, std::size_t most_bytes) {
  std::size_t bytes = 0;
  std::size_t kept = 0;
  while (kept < order.size()) {
    bytes += order[order.size() - 1 - kept]->event->ByteSizeLong();
    if (bytes > most_bytes) break;
    ++kept;
  }
  return order.size() - kept;
}

}  // namespace

std::string RenderSheet(const SheetSource& source, std::size_t most_bytes) {
  std::vector<Opinion> opinions = OpinionsOf(source);
  const std::vector<Opinion*> order = InOrderOfLeaving(opinions);
  const auto render = [&](std::size_t left_out) {
    LeaveOut(left_out, order);
    return Render(source, opinions);
  };
  const std::size_t least = SurelyTooMany(order, most_bytes);
  std::string html = render(least);
  if (html.size() <= most_bytes) return html;
  const auto counts = std::views::iota(least, order.size());
  const auto fitting = std::ranges::partition_point(
      counts, [&](std::size_t left_out) { return render(left_out).size() > most_bytes; });
  return render(fitting == counts.end() ? order.size() : *fitting);
}

}  // namespace gongkai::review
