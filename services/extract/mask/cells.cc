#include "services/extract/mask/cells.h"

#include <set>
#include <string>
#include <vector>

#include "services/extract/xml.h"

namespace gongkai::extract {
namespace {

class CellsReader : public XmlReader {
 public:
  CellsReader(std::string_view xml, const std::function<bool(std::size_t, std::size_t)>& is_changed,
              Edits& edits)
      : xml_(xml), is_changed_(is_changed), edits_(edits) {}

  void Start(std::string_view element, const Attributes& attributes) override {
    if (element == "sheetData") is_in_data_ = true;
    if (element == "c" && is_in_data_) {
      cell_ = {.tag = place(),
               .type = std::string(attributes.Get("t")),
               .type_place = attributes.PlaceOf("t")};
      is_in_cell_ = true;
    } else if (is_in_cell_ && element == "f") {
      cell_.formula = {.place = place(),
                       .type = std::string(attributes.Get("t")),
                       .group = std::string(attributes.Get("si"))};
    } else if (is_in_cell_ && (element == "v" || element == "is")) {
      cell_.value = place();
    }
  }
  void Text(std::string_view) override {}
  void End(std::string_view element) override {
    if (element == "f" && is_in_cell_) {
      cell_.formula.place.end = place().end;
    } else if ((element == "v" || element == "is") && is_in_cell_) {
      cell_.value.end = place().end;
    } else if (element == "c" && is_in_cell_) {
      EndCell();
      is_in_cell_ = false;
    }
  }

  // Erases the formulas that go with others.
  void Finish() {
    for (const Formula& formula : formulas_) {
      const bool is_array = formula.type == "array" || formula.type == "dataTable";
      const bool is_shared = formula.type == "shared" && groups_.contains(formula.group);
      if (is_shared || (is_array && has_masked_)) edits_.Erase(formula.place);
    }
  }

 private:
  struct Formula {
    XmlPlace place;
    std::string type;
    std::string group;
  };
  struct Cell {
    XmlPlace tag;
    std::string type;
    XmlPlace type_place;
    XmlPlace value;
    Formula formula;
  };

  void EndCell() {
    const bool is_masked =
        cell_.value.is_known() && is_changed_(cell_.value.begin, cell_.value.end);
    if (cell_.formula.place.is_known()) formulas_.push_back(cell_.formula);
    if (!is_masked) return;
    has_masked_ = true;
    MakeText();
    if (!cell_.formula.place.is_known()) return;
    edits_.Erase(cell_.formula.place);
    if (cell_.formula.type == "shared") groups_.insert(cell_.formula.group);
  }

  void MakeText() {
    if (cell_.type == "str" || cell_.type == "inlineStr" || cell_.type == "s") return;
    if (cell_.type_place.is_known()) return edits_.Replace(cell_.type_place, "str");
    const std::size_t behind_name = xml_.find_first_of(" \t\r\n/>", cell_.tag.begin);
    edits_.Replace(behind_name, behind_name, " t=\"str\"");
  }

  const std::string_view xml_;
  const std::function<bool(std::size_t, std::size_t)>& is_changed_;
  Edits& edits_;
  Cell cell_;
  bool is_in_data_ = false;
  bool is_in_cell_ = false;
  bool has_masked_ = false;
  std::vector<Formula> formulas_;
  std::set<std::string> groups_;  // of the shared formulas that go
};

}  // namespace

void AddCellEdits(std::string_view xml,
                  const std::function<bool(std::size_t begin, std::size_t end)>& is_changed,
                  Edits& edits) {
  CellsReader reader(xml, is_changed, edits);
  ParseXml(xml, reader, 0);
  reader.Finish();
}

}  // namespace gongkai::extract
