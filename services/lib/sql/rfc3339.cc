#include "services/lib/sql/rfc3339.h"

#include <algorithm>
#include <chrono>

namespace gongkai::sql {
namespace {

// Takes the parts of a time off its front; one failure fails the whole.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int Digits(std::size_t count) {
    if (rest_.size() < count) return Fail();
    int value = 0;
    for (const char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return Fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  // One of `allowed`, or a failure.
  char One(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == allowed.npos) {
      Fail();
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  // ".5" is 500000; nothing is 0.
  int Microseconds() {
    if (!rest_.starts_with('.')) return 0;
    rest_.remove_prefix(1);
    const std::size_t count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    if (count < 1 || count > 6) return Fail();
    int value = Digits(count);
    for (std::size_t i = count; i < 6; ++i) value *= 10;
    return value;
  }

  bool Done() const { return ok_ && rest_.empty(); }

 private:
  int Fail() {
    ok_ = false;
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::optional<std::int64_t> ParseRfc3339(std::string_view text) {
  using namespace std::chrono;  // NOLINT: a date is made of its words
  Reader reader(text);
  const int y = reader.Digits(4);
  reader.One("-");
  const int m = reader.Digits(2);
  reader.One("-");
  const int d = reader.Digits(2);
  reader.One("Tt");
  const int hour = reader.Digits(2);
  reader.One(":");
  const int minute = reader.Digits(2);
  reader.One(":");
  const int second = reader.Digits(2);
  const int fraction = reader.Microseconds();

  const char zone = reader.One("Zz+-");
  int offset = 0;  // minutes east of UTC
  if (zone == '+' || zone == '-') {
    const int offset_hour = reader.Digits(2);
    reader.One(":");
    const int offset_minute = reader.Digits(2);
    if (offset_hour > 23 || offset_minute > 59) return std::nullopt;
    offset = (offset_hour * 60 + offset_minute) * (zone == '-' ? -1 : 1);
  }

  const year_month_day date(year(y), month(static_cast<unsigned>(m)),
                            day(static_cast<unsigned>(d)));
  if (!reader.Done() || !date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const auto time = sys_days(date) + hours(hour) + minutes(minute - offset) + seconds(second) +
                    microseconds(fraction);
  return time.time_since_epoch().count();
}

}  // namespace gongkai::sql
