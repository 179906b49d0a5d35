// The values with which a template is filled.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gongkai::review {

// Holds values by name, and sections, each of which is shown once for each time that it was added.
// A section that was never added is not shown. Names must outlive this.
//
//   Fill page;
//   page.Set("TITLE", title);
//   for (const auto& file : files) page.Add("FILE").Set("NAME", file.name());
class Fill {
 public:
  struct Section {
    std::string_view name;
    std::unique_ptr<Fill> fill;
  };

  // Gives a value its text, unescaped. Returns this.
  Fill& Set(std::string_view name, std::string text) {
    texts_.emplace_back(name, std::move(text));
    return *this;
  }

  // Shows a section once more. Returns its values, which are valid as long as this.
  Fill& Add(std::string_view section) {
    sections_.push_back({section, std::make_unique<Fill>()});
    return *sections_.back().fill;
  }

  const std::vector<std::pair<std::string_view, std::string>>& texts() const { return texts_; }
  const std::vector<Section>& sections() const { return sections_; }

 private:
  std::vector<std::pair<std::string_view, std::string>> texts_;
  std::vector<Section> sections_;
};

}  // namespace gongkai::review
