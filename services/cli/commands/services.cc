// services: which services an office has. Asks nobody.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/view/table.h"
#include "services/lib/catalog/services.h"

namespace gongkai::cli {
namespace {

// Returns those that are not empty, which stands for "no more".
template <class Names>
nlohmann::ordered_json Given(const Names& names) {
  nlohmann::ordered_json given = nlohmann::ordered_json::array();
  for (const std::string_view name : names) {
    if (!name.empty()) given.push_back(name);
  }
  return given;
}

std::string Joined(const nlohmann::ordered_json& names) {
  std::string joined;
  for (const auto& name : names) {
    (joined += joined.empty() ? "" : ", ") += name.get<std::string>();
  }
  return joined;
}

struct NoArgs {};

void Services(Session& session, const NoArgs&) {
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  Table table({"SERVICE", "CALLS", "WHAT IT IS FOR"});
  for (const catalog::Service& service : catalog::kServices) {
    const nlohmann::ordered_json calls = Given(service.calls);
    array.push_back({{"name", service.name},
                     {"about", service.about},
                     {"interfaces", Given(service.interfaces)},
                     {"calls", calls}});
    table.Add({std::string(service.name), Joined(calls), std::string(service.about)});
  }
  if (session.json) {
    std::cout << array.dump(1) << '\n';
  } else {
    table.Print(session.out, std::cout);
  }
}

}  // namespace

void AddServices(CLI::App& parent, Session& session) {
  AddCommand<NoArgs>(parent, session, "services",
                     "List the services of an office, and which calls which; asks nobody",
                     "gongkai services\n"
                     "gongkai services --json | jq -r '.[].name'",
                     Services);
}

}  // namespace gongkai::cli
