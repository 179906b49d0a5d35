// Declares the functions that add the commands, group by group. Each function adds its own commands
// to its first argument. The session must outlive that argument.
#pragma once

#include <CLI/App.hpp>

#include "services/cli/commands/session.h"

namespace gongkai::cli {

void AddReportCommands(CLI::App& parent, Session& session);      // report …
void AddReportReadCommands(CLI::App& report, Session& session);  // … show, list, actions, content
void AddReportFindings(CLI::App& report, Session& session);      // … findings
void AddReportWatch(CLI::App& report, Session& session);         // … watch
void AddAttachmentCommands(CLI::App& report, Session& session);  // … attach, detach, download
void AddTaskCommands(CLI::App& parent, Session& session);        // task …
void AddTaskApprove(CLI::App& task, Session& session);           // … approve
void AddTaskAdjudicate(CLI::App& task, Session& session);        // … adjudicate
void AddTaskSheet(CLI::App& task, Session& session);             // … sheet
void AddTaskStuck(CLI::App& task, Session& session);             // … stuck
void AddTaskWatch(CLI::App& task, Session& session);             // … watch
void AddPublishCommands(CLI::App& parent, Session& session);     // publish, retract, return
void AddUnpublishedCommands(CLI::App& parent, Session& session);     // file, reassess, unpublished
void AddPublicationCommands(CLI::App& parent, Session& session);     // publications …
void AddPublicationCheck(CLI::App& publications, Session& session);  // … check
void AddPublicationContentCommands(CLI::App& publications,
                                   Session& session);       // … content, download
void AddPurgeCommands(CLI::App& parent, Session& session);  // purge …
void AddAuditCommands(CLI::App& parent, Session& session);  // audit …
void AddProofCommands(CLI::App& audit, Session& session);   // … head, proof, consistency
void AddPolicyCommands(CLI::App& audit, Session& session);  // … policy, roles
void AddTimeline(CLI::App& parent, Session& session);       // timeline
void AddDeadline(CLI::App& parent, Session& session);       // deadline
void AddWorkdays(CLI::App& parent, Session& session);       // workdays
void AddLeakCheck(CLI::App& parent, Session& session);      // check
void AddHealth(CLI::App& parent, Session& session);         // health
void AddWhy(CLI::App& parent, Session& session);            // why
void AddServices(CLI::App& parent, Session& session);       // services
void AddCompletion(CLI::App& parent, Session& session);     // completion

}  // namespace gongkai::cli
