// Provides the parts of which the command line is built. Includes CLI11, which compiles slowly, so
// include this file only where commands are added.
#pragma once

#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "services/cli/commands/session.h"
#include "services/cli/view/words.h"
#include "services/lib/client/request_id.h"

namespace gongkai::cli {

// Adds a command that only groups other commands, and returns it. `examples` end its help, one per
// line.
CLI::App& AddGroup(CLI::App& parent, const std::string& name, const std::string& about,
                   const std::string& examples);

// Represents a command that was added. Options are added to `app`; `args` receives their values.
template <class Args>
struct Command {
  CLI::App& app;
  Args& args;
};

// Adds a command that calls `run`. Most commands use the template below instead.
CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& about,
                     const std::string& examples, std::function<void()> run);

// Adds a command that calls `run` with the parsed arguments. `examples` end its help, one per line.
// `session` must outlive `parent`.
//
//   struct SubmitArgs { std::string report; };
//   void Submit(Session& session, const SubmitArgs& args);
//
//   const auto [app, args] = AddCommand<SubmitArgs>(
//       report, session, "submit", "Hand a draft to review", "gongkai report submit annual-2021",
//       Submit);
//   AddPositional(app, "REPORT", args.report, "Its name");
template <class Args>
Command<Args> AddCommand(CLI::App& parent, Session& session, const std::string& name,
                         const std::string& about, const std::string& examples,
                         void (*run)(Session&, const Args&)) {
  const auto args = std::make_shared<Args>();
  CLI::App& app =
      AddCommand(parent, name, about, examples, [args, run, &session] { run(session, *args); });
  return {app, *args};
}

// Adds a required positional argument, such as REPORT. `target` must outlive `app`.
CLI::Option* AddPositional(CLI::App& app, const std::string& name, std::string& target,
                           const std::string& about);

// Adds an option that takes a text. `flags` are the names, such as "-o,--opinion"; `type` stands
// for the value in the help. `target` must outlive `app`.
CLI::Option* AddText(CLI::App& app, const std::string& flags, std::string& target,
                     const std::string& type, const std::string& about);

// Represents a range of whole numbers, both ends included.
struct NumberRange {
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

// Adds an option, or a positional argument, that takes a whole number in `range`. A number outside
// the range ends the parsing with an error that names the range.
template <class Number>
CLI::Option* AddNumber(CLI::App& app, const std::string& name, Number& target, NumberRange range,
                       const std::string& about) {
  return app.add_option(name, target, about)
      ->type_name(name.starts_with('-') ? "N" : "")
      ->check(CLI::Range(range.least, range.most).description(""));
}

// Adds an option that takes a word of an enumeration, in English or Chinese. Calls `found` with the
// number of the word.
CLI::Option* AddWord(CLI::App& app, const std::string& flags, const Vocabulary& vocabulary,
                     const std::string& about, std::function<void(int)> found);

// Adds an option that takes a word of `Enum` and stores its value in `target`.
template <class Enum>
CLI::Option* AddWord(CLI::App& app, const std::string& flags, std::optional<Enum>& target,
                     const std::string& about) {
  return AddWord(app, flags, VocabularyOf<Enum>(), about,
                 [&target](int number) { target = static_cast<Enum>(number); });
}

// Adds an option that takes a time in a form of ParseTime.
CLI::Option* AddTime(CLI::App& app, const std::string& flags,
                     std::optional<google::protobuf::Timestamp>& target, const std::string& about);

// Adds an option that takes a day, such as 2026-03-01.
CLI::Option* AddDay(CLI::App& app, const std::string& flags,
                    std::optional<google::type::Date>& target, const std::string& about);

// Holds the options that every change has.
struct ChangeOptions {
  std::string etag;        // empty: any etag
  std::string request_id;  // empty: RequestId returns a new one

  // Returns the given request id, or a new one on each call.
  std::string RequestId() const { return request_id.empty() ? client::NewRequestId() : request_id; }
};
// Adds --etag and --request-id.
void AddChangeOptions(CLI::App& app, ChangeOptions& options);

// Holds the options that say which part of a list is wanted.
struct ListOptions {
  std::string filter;  // AIP-160; empty: no filter
  int limit = 50;
  bool all = false;

  // Returns the largest number of elements wanted.
  int Limit() const { return all ? std::numeric_limits<int>::max() : limit; }
};
// Prints a note on standard error if `more`: the list shows only the first elements. Prints nothing
// with --json.
void TellIfCut(const Session& session, const ListOptions& options, bool more);
// Adds --filter, --limit and --all. `filter_fields` names the fields of the filter for the help.
void AddListOptions(CLI::App& app, ListOptions& options, const std::string& filter_fields);

}  // namespace gongkai::cli
