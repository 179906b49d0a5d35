// Reads the labelled corpus of the leak check (generated.tsv, handwritten.tsv).
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace gongkai::leak {

struct CorpusCase {
  std::string file;
  int line = 0;
  std::string marked;               // as of marked.h
  std::vector<std::string> labels;  // "ID_CARD:BLOCK"
};

inline std::string Unescape(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '\\' && i + 1 < text.size();
    if (is_escape) ++i;
    out += is_escape && text[i] == 'n' ? '\n' : is_escape && text[i] == 't' ? '\t' : text[i];
  }
  return out;
}

inline std::vector<CorpusCase> ReadCorpusFile(const std::string& name) {
  std::ifstream file(std::string(GONGKAI_SOURCE_DIR) + "/tests/corpus/" + name);
  std::vector<CorpusCase> cases;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    CorpusCase read{name, number, Unescape(line.substr(tab + 1)), {}};
    std::istringstream labels(line.substr(0, tab));
    for (std::string label; std::getline(labels, label, ',');) read.labels.push_back(label);
    cases.push_back(std::move(read));
  }
  return cases;
}

// Returns the cases of all files.
inline const std::vector<CorpusCase>& Corpus() {
  static const std::vector<CorpusCase> cases = [] {
    std::vector<CorpusCase> all = ReadCorpusFile("generated.tsv");
    std::vector<CorpusCase> written = ReadCorpusFile("handwritten.tsv");
    all.insert(all.end(), written.begin(), written.end());
    return all;
  }();
  return cases;
}

}  // namespace gongkai::leak
