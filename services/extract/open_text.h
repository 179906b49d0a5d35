// Reads content.xml and styles.xml of OpenDocument.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/extract/xml.h"

namespace gongkai::extract {

// Collects the texts. The pieces of a paragraph are joined without anything between them; a paragraph ends
// with a line feed, a cell with a tab, and a row with a line feed.
class OpenTextReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override;
  void End(std::string_view element) override;
  void Text(std::string_view text) override;

  void Deliver(Reading& reading, std::string_view part);

 private:
  // Where the text within an element goes.
  enum class Place : unsigned char { kShown, kHidden, kDeleted, kComment, kAlternative, kNowhere };
  struct Element {
    Place place = Place::kShown;
    std::size_t repeated = 1;   // a cell: how many columns it stands for
    bool is_paragraph = false;  // has text of its own
  };

  Place PlaceOf(std::string_view element, const Attributes& attributes) const;
  void ReadStyle(std::string_view element, const Attributes& attributes);
  void EndCell(std::size_t repeated);
  std::string& To(Place place);
  Place place() const { return elements_.empty() ? Place::kShown : elements_.back().place; }

  std::vector<Element> elements_;   // those that are open
  std::vector<std::string> cells_;  // the text of the cells that are open
  std::string shown_;
  std::string hidden_;
  std::string deleted_;
  std::string comments_;
  std::string alternatives_;
  std::string values_;  // what cells have, which may be more than they show
  std::string style_;
  std::set<std::string> hidden_styles_;
};

}  // namespace gongkai::extract
