#include "services/review/sheet/words.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <vector>

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

// The article of the regulation (政府信息公开条例) behind a ground.
std::string_view ArticleOf(wf::Ground ground) {
  switch (ground) {
    case wf::STATE_SECRET:
    case wf::FORBIDDEN_BY_LAW:
    case wf::SECURITY_AND_STABILITY:
      return "第十四条";
    case wf::THIRD_PARTY_RIGHTS:
      return "第十五条";
    case wf::INTERNAL_AFFAIRS:
      return "第十六条第一款";
    case wf::DELIBERATIVE:
    case wf::ENFORCEMENT_FILE:
      return "第十六条第二款";
    default:
      return {};
  }
}

}  // namespace

std::string TextOr(std::string_view text, std::string_view otherwise) {
  return std::string(text.empty() ? otherwise : text);
}

std::string WordOf(std::span<const base::Word> words, int value) {
  if (value < 0 || static_cast<std::size_t>(value) >= words.size()) return std::to_string(value);
  return std::string(words[static_cast<std::size_t>(value)].chinese);
}

std::string GroundText(wf::Ground ground) {
  std::string text = WordOf(base::kGroundWords, ground);
  if (const std::string_view article = ArticleOf(ground); !article.empty()) {
    text += fmt::format("（政府信息公开条例{}）", article);
  }
  return text;
}

std::string AttributeText(wf::Disclosure attribute, wf::Ground ground, std::string_view reason) {
  std::string text = WordOf(base::kDisclosureWords, attribute);
  if (const std::string why = GroundText(ground); !why.empty()) text += "；" + why;
  if (!reason.empty()) text.append("；理由：").append(reason);
  return text;
}

std::string MarkOf(wf::Disclosure attribute) {
  switch (attribute) {
    case wf::ACTIVE:
      return "（此件公开发布）";
    case wf::ACTIVE_REDACTED:
      return "（此件删减后公开）";
    case wf::ON_REQUEST:
      return "（此件依申请公开）";
    case wf::NOT_DISCLOSED:
      return "（此件不公开）";
    default:
      return {};
  }
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return {};
  // China has had one time zone, UTC+8, without summer time since 1992.
  constexpr std::time_t kAheadOfUtc = 8 * 3600;
  const std::tm local = fmt::gmtime(static_cast<std::time_t>(time.seconds()) + kAheadOfUtc);
  return fmt::format("{}年{}月{}日 {:02}:{:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1,
                     local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec);
}

std::string DayText(const google::type::Date& date) {
  if (date.year() == 0) return {};
  return fmt::format("{}年{}月{}日", date.year(), date.month(), date.day());
}

std::string SizeText(std::int64_t bytes) {
  constexpr double kKibi = 1 << 10;
  constexpr double kMebi = 1 << 20;
  const auto size = static_cast<double>(bytes);
  if (size < kKibi) return fmt::format("{} 字节", bytes);
  return size < kMebi ? fmt::format("{:.1f} KiB", size / kKibi)
                      : fmt::format("{:.1f} MiB", size / kMebi);
}

std::string FormNumberText(const wf::Record& record) {
  if (!record.has_form_number()) return "尚未编号";
  return fmt::format("{}〔{}〕{}号", record.department(), record.form_number().year(),
                     record.form_number().number());
}

std::string ForwardedText(const intake::v1::ForwardedDocument& document) {
  std::string title = document.title().empty() ? "" : "《" + document.title() + "》";
  std::vector<std::string> about;
  if (!document.document_number().empty()) about.push_back(document.document_number());
  const std::string attribute = WordOf(base::kDisclosureWords, document.attribute());
  if (!attribute.empty()) about.push_back(attribute);
  if (about.empty()) return TextOr(title, kNone);
  return fmt::format("{}（{}）", title, fmt::join(about, "，"));
}

}  // namespace gongkai::review
