// Certificates for tests, made with the script that makes those of development.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "tests/support/test_folder.h"

namespace gongkai::support {

inline void RunCommand(const std::string& command) {
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

// An authority and the folders of certificates it has signed, each made when it is first asked for.
class TestCertificates {
 public:
  // Such as "service/intake": a folder that a process can be given.
  std::filesystem::path Of(const std::string& identity) const {
    return Make("--only " + identity, identity);
  }

  // user/zhang-wei's, out of date.
  std::filesystem::path Expired() const { return Make("--tests", "tests/expired"); }

  // A folder in which `extensions`, as `openssl req` takes them, say what the certificate holds.
  std::filesystem::path With(const std::string& name, const std::string& extensions) const {
    std::filesystem::path folder = folder_ / name;
    Of("user/nobody");  // so that there is an authority
    std::filesystem::create_directories(folder);
    RunCommand("cd '" + folder.string() +
               "' && cp ../ca.pem . && (openssl req -new -newkey ec -pkeyopt "
               "ec_paramgen_curve:P-256 -noenc -keyout key.pem -out request -subj /CN=test " +
               extensions +
               " && openssl x509 -req -in request -copy_extensions copy -days 2 -CA ca.pem "
               "-CAkey ../ca-key.pem -out cert.pem) 2>openssl.log");
    return folder;
  }

 private:
  std::filesystem::path Make(const std::string& options, const std::string& folder) const {
    if (!std::filesystem::exists(folder_ / folder / "cert.pem")) {
      RunCommand("'" GONGKAI_SOURCE_DIR "/deploy/dev-certificates' '" + folder_.path().string() +
                 "' " + options);
    }
    return folder_ / folder;
  }

  const TestFolder folder_;
};

// Replaces the three files of `to` by those of `from`, one after the other as an operator would.
inline void CopyCertificates(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::create_directories(to);
  for (const char* file : {"ca.pem", "cert.pem", "key.pem"}) {
    std::filesystem::copy_file(from / file, to / file,
                               std::filesystem::copy_options::overwrite_existing);
  }
}

}  // namespace gongkai::support
