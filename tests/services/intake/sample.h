// A content with every field filled in, and a report that is complete.
#pragma once

#include "gongkai/intake/v1/intake_service.pb.h"

namespace gongkai::intake {

inline v1::Content FullContent() {
  v1::Content content;
  content.set_title("清河县人民政府2021年政府信息公开工作年度报告");
  content.set_document_number("清政办〔2022〕3号");
  content.set_kind(v1::ANNUAL_REPORT);
  content.set_issuing_department("清河县人民政府办公室");
  content.set_category("政府信息公开年报");
  content.mutable_disclosure()->set_attribute(workflow::v1::NOT_DISCLOSED);
  content.mutable_disclosure()->set_ground(workflow::v1::INTERNAL_AFFAIRS);
  content.mutable_disclosure()->set_reason("内部事务信息");
  content.set_body_sha256("def");
  content.set_body_size_bytes(40);
  v1::Attachment& attachment = *content.add_attachments();
  attachment.set_name("reports/annual-2021/attachments/table.pdf");
  attachment.set_file_name("table.pdf");
  attachment.set_mime_type("application/pdf");
  attachment.set_size_bytes(1024);
  attachment.set_sha256("abc");
  content.set_corrects("reports/annual-2020");
  content.mutable_planned_publish_time()->set_seconds(1'646'064'000);
  content.mutable_planned_publish_time()->set_nanos(1000);
  return content;
}

inline v1::Report CompleteReport() {
  v1::Report report;
  report.set_title("清河县人民政府2021年政府信息公开工作年度报告");
  report.set_kind(v1::ANNUAL_REPORT);
  report.set_category("政府信息公开年报");
  report.mutable_disclosure()->set_attribute(workflow::v1::ACTIVE);
  report.set_body("# 一、总体情况\n\n2021年，……");
  return report;
}

}  // namespace gongkai::intake
