// Runs gongkai-extract on one file, and ends it when it takes too long or writes too much.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace gongkai::extraction {

// Says how the program ended.
enum class Ending : unsigned char {
  kByItself,  // with the exit code 0
  kTooSlow,   // its time was over, by the clock or of the processor
  kTooLarge,  // it wrote too much, or had no more memory
  kStopped,   // by a signal, or with another exit code
};

struct Run {
  std::string output;
  Ending ending = Ending::kStopped;
};

// Returns what the program wrote and how it ended. Blocks until it has ended. Throws std::system_error if it
// cannot be started.
Run RunChild(const std::filesystem::path& program, std::vector<std::string> arguments, int file,
             std::chrono::milliseconds time, std::size_t output_bytes);

}  // namespace gongkai::extraction
