// A website for tests, which can misbehave.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/e2e/process.h"
#include "tests/support/eventually.h"
#include "tests/support/test_folder.h"

namespace gongkai::cli {

// Runs tests/services/cli/web_server on a port of its own.
class WebServer {
 public:
  // `certificate`: a folder with cert.pem and key.pem, for https; empty: http.
  explicit WebServer(const std::filesystem::path& certificate = "") {
    std::filesystem::create_directory(folder_ / "pages");
    std::vector<std::string> command = {GONGKAI_SOURCE_DIR "/tests/services/cli/web_server",
                                        folder_.path()};
    if (!certificate.empty()) {
      scheme_ = "https";
      command.push_back(certificate / "cert.pem");
      command.push_back(certificate / "key.pem");
    }
    process_ = std::make_unique<e2e::Process>(std::move(command), folder_ / "output");
    if (!support::Eventually([&] { return std::filesystem::exists(folder_ / "port"); })) {
      throw std::runtime_error(support::ReadFile(folder_ / "output"));
    }
    port_ = support::ReadFile(folder_ / "port");
  }

  // Returns the address of a page: "/a.html".
  std::string At(const std::string& path, const std::string& host = "127.0.0.1") const {
    return scheme_ + "://" + host + ":" + port_ + path;
  }

  void Write(const std::string& page, std::string_view bytes) const {
    support::WriteFile(folder_ / ("pages/" + page), bytes);
  }

  // Lets the requests for /stall/`gate` be answered.
  void Open(const std::string& gate) const { support::WriteFile(folder_ / gate, ""); }

  // Returns all requests: for each a line with the path and the User-Agent.
  std::string Log() const {
    return std::filesystem::exists(folder_ / "log") ? support::ReadFile(folder_ / "log") : "";
  }

 private:
  const support::TestFolder folder_;
  std::string scheme_ = "http";
  std::string port_;
  std::unique_ptr<e2e::Process> process_;
};

}  // namespace gongkai::cli
