// The fields of a report as options: the same for a new report and for a change.
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <CLI/App.hpp>
#include <optional>
#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"

namespace gongkai::cli {

// What was given; the rest stays as it is.
struct ContentOptions {
  std::optional<std::string> title;
  std::optional<std::string> number;
  std::optional<std::string> issuer;
  std::optional<std::string> category;
  std::optional<intake::v1::Kind> kind;
  std::optional<workflow::v1::Disclosure> disclosure;
  std::optional<workflow::v1::Ground> ground;
  std::optional<std::string> reason;
  std::optional<google::protobuf::Timestamp> planned;

  // Whether only a part of the disclosure attribute was given, which is one field of a report: the
  // rest of it must then be what it was.
  bool TouchesPartOfDisclosure() const { return !disclosure && (ground || reason); }
};

void AddContentOptions(CLI::App& app, ContentOptions& options);

// Puts what was given into `report`; answers which fields that were.
google::protobuf::FieldMask Apply(const ContentOptions& options, intake::v1::Report& report);

}  // namespace gongkai::cli
