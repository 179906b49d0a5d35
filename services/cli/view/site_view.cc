#include "services/cli/view/site_view.h"

#include <numeric>
#include <optional>
#include <ostream>
#include <string>

#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

// How many findings of one file are shown. A list of 1,000 people would hide all that comes after it.
constexpr std::size_t kMostOfAFile = 20;

base::Bilingual HeadingOf(Urgency urgency) {
  switch (urgency) {
    case Urgency::kBlock:
      return {"Must not be public", "禁止公开，请先处理"};
    case Urgency::kNotChecked:
      return {"Not checked", "未能检查"};
    case Urgency::kWarn:
      return {"A person must look at it", "须核实"};
    case Urgency::kUnread:
      return {"Cannot be read; a person must look at it", "无法读取，须由人查看"};
    case Urgency::kNone:
      return {"Information only", "仅有提示"};
  }
  return {};
}

class Writer : public LeakWriter {
 public:
  Writer(std::ostream& out, const LeakStyle& style, const SiteCounts& counts)
      : out_(out), style_(style), counts_(counts) {
    style_.most_of_a_file = kMostOfAFile;
  }

  void Add(const CheckedFile& file) override {
    const Counts found = CountFindings({&file, 1});
    const Urgency urgency = UrgencyOf(found, file.problem.has_value());
    if (urgency == Urgency::kNone && (!style_.shows_info || found.info == 0)) return;
    if (group_ != urgency) Begin(urgency);
    if (file.problem) {
      out_ << OneLine(file.name) << In(style_.language, {": ", "："})
           << In(style_.language, file.problem->message) << " [" << file.problem->reason << "]\n";
    }
    PrintLeaks(file, style_, out_);
  }

  void Finish() override {
    if (group_ == Urgency::kNotChecked) out_ << '\n';
    const Language language = style_.language;
    const std::string all = std::to_string(counts_.all());
    out_ << In(language, {all + (counts_.all() == 1 ? " item: " : " items: "), "共" + all + "项："})
         << CountText(counts_.of(Urgency::kBlock), {" BLOCK, ", "项禁止公开，"})
         << CountText(counts_.failed, {" not checked, ", "项未能检查，"})
         << CountText(counts_.of(Urgency::kWarn), {" WARN, ", "项须核实，"})
         << CountText(counts_.of(Urgency::kUnread), {" unreadable", "项无法读取"});
    if (counts_.kept > 0) {
      const std::string kept = std::to_string(counts_.kept);
      out_ << In(language, {"; " + kept + " as they were when they were checked before",
                            "；" + kept + "项与上次检查时相同，没有重复检查"});
    }
    out_ << '\n';
  }

 private:
  void Begin(Urgency urgency) {
    if (group_ == Urgency::kNotChecked) out_ << '\n';
    group_ = urgency;
    std::string heading = In(style_.language, HeadingOf(urgency));
    if (urgency != Urgency::kNone) {
      heading += In(style_.language, {": ", "："}) + std::to_string(counts_.of(urgency));
    }
    out_ << Paint(heading, Style::kHeading, style_.terminal) << "\n\n";
  }

  std::string CountText(std::size_t count, const base::Bilingual& unit) const {
    return std::to_string(count) + In(style_.language, unit);
  }

  std::ostream& out_;
  LeakStyle style_;
  const SiteCounts counts_;
  std::optional<Urgency> group_;
};

}  // namespace

Urgency UrgencyOf(const Counts& counts, bool has_problem) {
  if (counts.block > 0 || counts.has_more) return Urgency::kBlock;
  if (has_problem) return Urgency::kNotChecked;
  if (counts.warn > counts.unread) return Urgency::kWarn;
  return counts.unread > 0 ? Urgency::kUnread : Urgency::kNone;
}

std::size_t SiteCounts::all() const {
  return std::accumulate(items.begin(), items.end(), std::size_t{0});
}

std::unique_ptr<LeakWriter> SiteTextWriter(std::ostream& out, const LeakStyle& style,
                                           const SiteCounts& counts) {
  return std::make_unique<Writer>(out, style, counts);
}

}  // namespace gongkai::cli
