// Turns a content into the documents that the leak check reads.
#pragma once

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "workflow/leak/document.h"

namespace gongkai::intake {

// Returns the texts of the content's fields, each with the name of the field. The file names of its
// attachments are among them. Digests and names of resources are not: nobody writes them.
leak::Document FieldsOf(const v1::Content& content);

// Returns the name of the part of a content that the attachment is: "attachments/名单.xlsx".
std::string PartOf(const v1::Attachment& attachment);

}  // namespace gongkai::intake
