// Fetches the pages of a site.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "services/cli/site/pacer.h"
#include "services/cli/site/snapshot.h"
#include "services/cli/view/checked_file.h"

namespace gongkai::cli::site {

struct FetchOptions {
  std::string agent;        // the User-Agent
  std::string authorities;  // a file of certificates in PEM; empty: those of the system
  bool uses_proxy = false;  // of the environment
  std::chrono::milliseconds timeout{15'000};  // to connect, and without a byte
};

// Fetches addresses one after the other, over connections that are used again. It follows at most five redirections,
// over http and https only, keeps no cookies and sends no password. The certificate of a server must be valid. It asks
// again, twice, where there was no answer or the server has asked for patience. For one thread.
class Fetcher {
 public:
  // Each request is one turn of `pacer`, which must outlive this.
  Fetcher(FetchOptions options, Pacer& pacer);
  ~Fetcher();

  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  // Fetches into the empty snapshot, without Finish. Returns what kept it from that: no answer, an answer other than
  // 200, more than 256 MiB, or more than five minutes. A host that has not answered for three addresses in a row is
  // asked no more.
  std::optional<FileProblem> Fetch(std::string address, Snapshot& into);

  // Returns whether a host was asked no more, so that some addresses were not tried.
  bool gave_up() const { return gave_up_; }

 private:
  struct Answer;
  struct Request;

  Answer Ask(const std::string& address, Snapshot& into);
  Answer AskOnce(const std::string& address, Snapshot& into);

  const FetchOptions options_;
  Pacer& pacer_;
  const std::unique_ptr<Request> request_;
  std::map<std::string, int> silent_;  // by the host: how many addresses in a row had no answer
  bool gave_up_ = false;
};

}  // namespace gongkai::cli::site
