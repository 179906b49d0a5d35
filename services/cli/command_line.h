// The parts the command line is put together from. Includes CLI11, which is slow to compile: only
// for the files that add commands.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "services/cli/request_id.h"
#include "services/cli/session.h"
#include "services/cli/words.h"

namespace gongkai::cli {

// A command that only holds others.
CLI::App& AddGroup(CLI::App& parent, const std::string& name, const std::string& about,
                   const std::string& examples);

// What a command of its own consists of: where to add its options, and what they fill.
template <class Args>
struct Command {
  CLI::App& app;
  Args& args;
};

CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& about,
                     const std::string& examples, std::function<void()> run);

// Adds a command which runs `run` with what was parsed. `examples` end its help, one a line.
template <class Args>
Command<Args> AddCommand(CLI::App& parent, Session& session, const std::string& name,
                         const std::string& about, const std::string& examples,
                         void (*run)(Session&, const Args&)) {
  const auto args = std::make_shared<Args>();
  CLI::App& app =
      AddCommand(parent, name, about, examples, [args, run, &session] { run(session, *args); });
  return {app, *args};
}

// What a positional argument such as REPORT is.
CLI::Option* AddPositional(CLI::App& app, const std::string& name, std::string& target,
                           const std::string& about);

CLI::Option* AddText(CLI::App& app, const std::string& flags, std::string& target,
                     const std::string& type, const std::string& about);

// A whole number within a range, both ends included; what is out of it is told when it is given.
struct NumberRange {
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

template <class Number>
CLI::Option* AddNumber(CLI::App& app, const std::string& name, Number& target, NumberRange range,
                       const std::string& about) {
  return app.add_option(name, target, about)
      ->type_name(name.starts_with('-') ? "N" : "")
      ->check(CLI::Range(range.least, range.most).description(""));
}

// An option that takes a word of an enumeration, in English or Chinese.
CLI::Option* AddWord(CLI::App& app, const std::string& flags, const Vocabulary& vocabulary,
                     const std::string& about, std::function<void(int)> found);

template <class Enum>
CLI::Option* AddWord(CLI::App& app, const std::string& flags, std::optional<Enum>& target,
                     const std::string& about) {
  return AddWord(app, flags, VocabularyOf<Enum>(), about,
                 [&target](int number) { target = static_cast<Enum>(number); });
}

// An option that takes a time, as ParseTime reads it.
CLI::Option* AddTime(CLI::App& app, const std::string& flags,
                     std::optional<google::protobuf::Timestamp>& target, const std::string& about);

// What any change may be sent with.
struct ChangeOptions {
  std::string etag;
  std::string request_id;

  // The id to send: the one given, or a fresh one.
  std::string RequestId() const { return request_id.empty() ? NewRequestId() : request_id; }
};
void AddChangeOptions(CLI::App& app, ChangeOptions& options);

// How much of a list.
struct ListOptions {
  std::string filter;
  int limit = 50;
  bool all = false;

  int Limit() const { return all ? std::numeric_limits<int>::max() : limit; }
};
// Ends a list for people: says so where it is not the whole.
void TellIfCut(const Session& session, const ListOptions& options, bool more);
void AddListOptions(CLI::App& app, ListOptions& options, const std::string& filter_fields);

}  // namespace gongkai::cli
