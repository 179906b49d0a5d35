// Unpacks a stream of a PDF file up to a limit.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

#include "services/extract/limits.h"
#include "services/extract/qpdf.h"

namespace gongkai::extract {

// Keeps what is written to it, up to the limit of a part.
class BoundedPipeline : public Pipeline {
 public:
  BoundedPipeline() : Pipeline("bounded", nullptr) {}
  void write(const unsigned char* bytes, std::size_t size) override {
    is_full_ = is_full_ || content_.size() + size > kMaxUnpackedPart;
    if (is_full_) throw std::length_error("too large");  // ends the unpacking
    content_.append(reinterpret_cast<const char*>(bytes), size);
  }
  void finish() override {}

  bool is_full() const { return is_full_; }
  std::string Take() { return std::move(content_); }

 private:
  bool is_full_ = false;
  std::string content_;
};

}  // namespace gongkai::extract
