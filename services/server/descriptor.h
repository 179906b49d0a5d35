// An open file or socket.
#pragma once

#include <unistd.h>

#include <utility>

namespace gongkai::server {

// Closes it in the end. A negative number stands for none.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.Release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

  // Returns the number to somebody else, who closes it.
  int Release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

}  // namespace gongkai::server
