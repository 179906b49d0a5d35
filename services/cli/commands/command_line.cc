#include "services/cli/commands/command_line.h"

#include <iostream>

#include "services/cli/view/time.h"

namespace gongkai::cli {
namespace {

std::string Footer(const std::string& examples) {
  std::string footer = "Examples:";
  for (std::size_t begin = 0; begin < examples.size();) {
    const std::size_t end = std::min(examples.find('\n', begin), examples.size());
    footer += "\n  " + examples.substr(begin, end - begin);
    begin = end + 1;
  }
  return footer + "\n\n`gongkai --help` tells how to reach the services, and the exit codes.";
}

}  // namespace

CLI::App& AddGroup(CLI::App& parent, const std::string& name, const std::string& about,
                   const std::string& examples) {
  CLI::App& app = *parent.add_subcommand(name, about);
  app.require_subcommand(1);
  app.footer(Footer(examples));
  return app;
}

CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& about,
                     const std::string& examples, std::function<void()> run) {
  CLI::App& app = *parent.add_subcommand(name, about);
  app.footer(Footer(examples));
  app.callback(std::move(run));
  return app;
}

CLI::Option* AddPositional(CLI::App& app, const std::string& name, std::string& target,
                           const std::string& about) {
  return app.add_option(name, target, about)->required()->type_name("");
}

CLI::Option* AddText(CLI::App& app, const std::string& flags, std::string& target,
                     const std::string& type, const std::string& about) {
  return app.add_option(flags, target, about)->type_name(type);
}

CLI::Option* AddWord(CLI::App& app, const std::string& flags, const Vocabulary& vocabulary,
                     const std::string& about, std::function<void(int)> found) {
  const CLI::Validator known(
      [vocabulary](std::string& word) {
        return Find(vocabulary, word) ? "" : "`" + word + "` is none of " + Choices(vocabulary);
      },
      "");
  return app
      .add_option_function<std::string>(
          flags, [vocabulary, found](const std::string& word) { found(*Find(vocabulary, word)); },
          about)
      ->type_name(Choices(vocabulary))
      ->check(known);
}

CLI::Option* AddDay(CLI::App& app, const std::string& flags,
                    std::optional<google::type::Date>& target, const std::string& about) {
  const CLI::Validator readable(
      [](std::string& text) {
        return ParseDay(text) ? "" : "`" + text + "` is no day such as 2026-03-01";
      },
      "");
  return app
      .add_option_function<std::string>(
          flags,
          [&target](const std::string& text) {
            const std::chrono::year_month_day day(*ParseDay(text));
            google::type::Date& date = target.emplace();
            date.set_year(static_cast<int>(day.year()));
            date.set_month(static_cast<int>(static_cast<unsigned>(day.month())));
            date.set_day(static_cast<int>(static_cast<unsigned>(day.day())));
          },
          about)
      ->type_name("DAY")
      ->check(readable);
}

CLI::Option* AddTime(CLI::App& app, const std::string& flags,
                     std::optional<google::protobuf::Timestamp>& target, const std::string& about) {
  const CLI::Validator readable(
      [](std::string& text) {
        return ParseTime(text) ? ""
                               : "`" + text +
                                     "` is no time such as 2026-03-01, \"2026-03-01 09:00\" "
                                     "or 2026-03-01T09:00:00+08:00";
      },
      "");
  return app
      .add_option_function<std::string>(
          flags, [&target](const std::string& text) { target = ParseTime(text); }, about)
      ->type_name("TIME")
      ->check(readable);
}

void AddChangeOptions(CLI::App& app, ChangeOptions& options) {
  AddText(app, "--etag", options.etag, "ETAG", "Refuse unless nothing changed since this was read");
  AddText(app, "--request-id", options.request_id, "UUID",
          "Send under this id: sent twice, it is done once");
}

void TellIfCut(const Session& session, const ListOptions& options, bool more) {
  if (!more || session.json) return;
  std::cerr << "the first " << options.limit << " only; --limit N or --all shows more\n";
}

void AddListOptions(CLI::App& app, ListOptions& options, const std::string& filter_fields) {
  AddText(app, "--filter", options.filter, "EXPRESSION",
          "Only what matches, after AIP-160, over " + filter_fields);
  AddNumber(app, "-n,--limit", options.limit, {1, std::numeric_limits<int>::max()},
            "At most so many")
      ->capture_default_str();
  app.add_flag("--all", options.all, "All of them");
}

}  // namespace gongkai::cli
