// Says what the members of an Office document are for.
#pragma once

#include <string>
#include <string_view>

namespace gongkai::extract {

// How a member is read.
enum class OfficeRole : unsigned char {
  kEmbedded,  // as a file of its own
  kShown,
  kHidden,
  kComment,
  kProperties,
  kLinks,
  kCustom,    // data behind the document
  kCached,    // data of other documents: values are attributes
  kPrinter,   // settings of a printer, which begin with its name
  kWorkbook,  // has been read with the workbook
  kRest,      // styles and the like: text in it would be unusual
};

// Returns how the member of this name is read.
OfficeRole OfficeRoleOf(const std::string& member);

// Returns whether the target of a link is a path, which tells of the computer on which the document was written.
bool IsPath(std::string_view target);

// Returns the name with small letters for capital ones: names of members are compared so.
std::string LowerName(std::string_view name);

}  // namespace gongkai::extract
