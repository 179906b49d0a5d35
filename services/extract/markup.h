// Reads the XML in which Word, PowerPoint and drawings write: paragraphs of runs, and tables.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/extract/xml.h"

namespace gongkai::extract {

// Collects the texts of one member. The runs of a paragraph are joined without anything between them; a
// paragraph ends with a line feed, a cell with a tab, and a row with a line feed.
class MarkupReader : public XmlReader {
 public:
  // `hidden_styles` are the names of the styles that hide text.
  explicit MarkupReader(std::set<std::string> hidden_styles = {});

  void Start(std::string_view element, const Attributes& attributes) override;
  void End(std::string_view element) override;
  void Text(std::string_view text) override;

  // Writes the texts as parts of the member; `kind` is that of the text that is neither hidden nor deleted.
  void Deliver(Reading& reading, std::string_view part, PartKind kind);

  bool is_hidden_slide() const { return is_hidden_slide_; }

 private:
  void StartText(std::string_view element);
  void StartRun();
  void ReadAttributes(std::string_view element, const Attributes& attributes);
  void ReadAlternatives(std::string_view element, const Attributes& attributes);
  void Break(std::string_view text);
  void EndBlock(std::string_view element);

  const std::set<std::string> hidden_styles_;
  std::vector<TracedText> blocks_{1};  // the text of the paragraphs and cells that are open
  TracedText hidden_;
  TracedText deleted_;
  TracedText codes_;         // fields, lists, variables
  TracedText alternatives_;  // texts in place of pictures, and beside links
  std::set<std::string> authors_;
  std::string author_;
  TracedText* target_ = nullptr;  // where text goes; not set outside of texts
  bool is_author_ = false;        // text goes to the author
  bool is_formula_ = false;
  bool is_in_block_ = false;  // text goes to the innermost block
  bool is_in_run_ = false;
  bool is_hidden_run_ = false;
  bool is_hidden_paragraph_ = false;
  int moved_ = 0;  // depth within text that was moved elsewhere
  bool is_hidden_slide_ = false;
};

// Collects the names of the styles that hide text.
class HiddenStylesReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override;
  void End(std::string_view) override {}
  void Text(std::string_view) override {}

  const std::set<std::string>& styles() const { return styles_; }

 private:
  std::string style_;
  std::set<std::string> styles_;
};

// Collects all text of a member: what stands in it, each on a line of its own, and on request the values of
// the attributes.
class PlainXmlReader : public XmlReader {
 public:
  explicit PlainXmlReader(bool with_attributes = false) : with_attributes_(with_attributes) {}

  void Start(std::string_view element, const Attributes& attributes) override;
  void End(std::string_view element) override;
  void Text(std::string_view text) override { text_.Append(text, place()); }

  const TracedText& text() const { return text_; }

 private:
  void Break();

  bool with_attributes_;
  TracedText text_;
};

}  // namespace gongkai::extract
