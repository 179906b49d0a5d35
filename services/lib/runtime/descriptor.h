// Owns an open file or socket.
#pragma once

#include <unistd.h>

#include <utility>

namespace gongkai::runtime {

// Owns a descriptor and closes it in the destructor. A negative number means none.
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

  // Returns the number and gives up the ownership. The caller must close the descriptor.
  int Release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

}  // namespace gongkai::runtime
