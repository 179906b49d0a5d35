// Checks what a reviewer fills in beside the opinion: answers to the questions, and the conclusion.
#pragma once

#include "gongkai/workflow/v1/opinion.pb.h"
#include "services/lib/request/fields.h"
#include "workflow/form/document.h"
#include "workflow/form/questions.h"

namespace gongkai::review {

// Adds to `check` each reason why the form cannot support an approval in the stage, of a document
// of this kind, with the disclosure attribute that the report has after it. Each question must be
// answered once, with yes or, where it may not apply, with not applicable. No other question may be
// answered. The conclusion must be the one that goes with the attribute.
void CheckApproval(form::Review stage, form::Kind kind, base::Disclosure attribute,
                   const workflow::v1::OpinionForm& form, request::FieldCheck& check);

// Adds to `check` each reason why the form cannot go with a return from the stage. Only questions
// of the stage may be answered, each once. The conclusion must not be one of those that approve.
void CheckReturn(form::Review stage, const workflow::v1::OpinionForm& form,
                 request::FieldCheck& check);

}  // namespace gongkai::review
