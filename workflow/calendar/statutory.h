// The terms that the Regulation on the Disclosure of Government Information sets
// (政府信息公开条例, 2019).
#pragma once

namespace gongkai::calendar {

// Within how many working days what is disclosed unasked must be published, counted from the day on
// which it was formed (art. 26).
inline constexpr int kDaysToPublish = 20;

// With how many working days left this term is near. Gongkai's own rule.
inline constexpr int kDaysNear = 5;

}  // namespace gongkai::calendar
