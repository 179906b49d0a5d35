// One request of each command that the services take, which is accepted as it is.
#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/e2e/cluster.h"
#include "tests/e2e/lifecycle.h"

namespace gongkai::e2e {

// Where a report stands when a command is given.
enum class Stand {
  kNew,  // it does not exist
  kDraft,
  kDraftWithAttachment,
  kLegalReview,
  kClaimed,  // by kLegal
  kReferred,
  kSecrecyReview,
  kWithFinding,  // in SECRECY_REVIEW, with a finding of the leak check
  kCleared,
  kClearedOnRequest,
  kPublished,
  kRetracted,
  kPurgeProposed,  // of the content that was retracted
  kFiled
};

struct SoundCommand {
  std::string_view method;
  Stand stand;
  const char* who;
  // For whom a service speaks; empty: for itself.
  const char* person;
  // The messages as text. In them stand $ for the report's name, @ for the digest of its content, ^
  // for the position of its newest entry, # for a request id, and % for 64 hex digits that nobody has used.
  std::vector<std::string> texts;

  // "ApplyAction SUBMIT", for people.
  std::string Name() const;
};

const std::vector<SoundCommand>& SoundCommands();

// Of a method that changes nothing, by its name.
bool IsRead(std::string_view method);

// Makes the reports that commands are about, and the requests.
class Requests {
 public:
  explicit Requests(Cluster& cluster) : cluster_(cluster) {}

  // A report that stands there: the same until it is given up.
  std::string ReportAt(Stand stand);
  void GiveUp(Stand stand) { reports_.erase(stand); }

  // The messages of the command, about this report.
  std::vector<std::unique_ptr<google::protobuf::Message>> Make(const SoundCommand& command,
                                                               const std::string& report);

 private:
  std::string Bring(Stand stand);
  workflow::v1::Record RecordOf(const std::string& report);
  // Returns the digest of the list of findings.
  std::string FindingsOf(const std::string& report);

  Cluster& cluster_;
  Lifecycle lifecycle_{cluster_};
  std::map<Stand, std::string> reports_;
};

}  // namespace gongkai::e2e
