// Runs a fuzz target once for each line of each file that is named, and for each whole file: what the
// fuzzer begins with, in a build without it.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void Run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  int inputs = 0;
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(file)), {});
    Run(all);
    std::istringstream lines(all);
    for (std::string line; std::getline(lines, line); ++inputs) Run(line);
  }
  std::cout << inputs << " seeds\n";
  return inputs == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
