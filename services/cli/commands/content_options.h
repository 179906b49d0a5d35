// Provides the fields of a report as options, the same for a new report and for a change.
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.pb.h"

namespace gongkai::cli {

// Holds the fields that were given. The other fields of the report stay unchanged.
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
  std::vector<std::string> co_issuers;
  std::optional<std::string> drafter;
  std::optional<std::string> telephone;
  std::optional<google::type::Date> formed;
  std::optional<intake::v1::Carrier> carrier;
  std::vector<intake::v1::Channel> channels;
  std::optional<std::string> interpretation;
  std::optional<std::string> forwarded_number;
  std::optional<std::string> forwarded_title;
  std::optional<workflow::v1::Disclosure> forwarded_attribute;
  std::optional<std::string> index_number;

  // Returns true if only a part of the disclosure attribute was given. The attribute is one field
  // of a report, so the rest of the field must then be sent unchanged.
  bool TouchesPartOfDisclosure() const { return !disclosure && (ground || reason); }

  // Returns true if something of the forwarded document was given, which is one field of a report.
  bool TouchesForwarded() const {
    return forwarded_number || forwarded_title || forwarded_attribute;
  }
};

// Adds the options to `app`. `options` must outlive `app`.
void AddContentOptions(CLI::App& app, ContentOptions& options);

// Sets the given fields in `report`. Returns the names of these fields.
google::protobuf::FieldMask Apply(const ContentOptions& options, intake::v1::Report& report);

}  // namespace gongkai::cli
