{{%AUTOESCAPE context="HTML"}}{{! The review sheet (审查表). Every value is escaped; :p, which keeps line breaks, escapes too. Quote every attribute, and put no value into a style, a script or a URL. }}<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>审查表 {{TITLE}}</title>
<style>
  @page {
    size: A4;
    margin: 15mm 16mm 17mm 20mm;
    @bottom-center {
      content: "第 " counter(page) " 页，共 " counter(pages) " 页";
      font: 9pt "Songti SC", SimSun, "Noto Serif CJK SC", serif;
    }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0;
    color: #000;
    background: #fff;
    font: 10.5pt/1.45 "Songti SC", SimSun, "Noto Serif CJK SC", "Noto Serif CJK", serif;
    overflow-wrap: anywhere;
    line-break: strict;
  }
  h1, th, .mark, .verdict { font-family: "Heiti SC", SimHei, "Noto Sans CJK SC", "Noto Sans CJK", sans-serif; }
  h1 { margin: 0 0 3mm; text-align: center; font-size: 18pt; font-weight: 700; letter-spacing: .06em; }
  p { margin: 0; }
  .head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 8mm; margin: 0 0 2mm; }
  .mark { margin: 0 0 3mm; text-indent: 2em; font-size: 12pt; }
  .mark small { font-size: 9pt; font-weight: 400; }
  main { padding-right: 1px; }
  table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: 0 0 3mm; }
  col.label { width: 30mm; }
  col.short { width: 20mm; }
  col.digest { width: 60mm; }
  th, td { border: .5pt solid #000; padding: .9mm 1.8mm; text-align: left; vertical-align: top; }
  th { font-weight: 400; }
  thead { display: table-header-group; break-inside: avoid; break-after: avoid; }
  thead th { background: #e8e8e8; font-weight: 700; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  thead .names th { background: none; font-weight: 400; }
  tr, .form { break-inside: avoid; }
  td p, td li { unicode-bidi: isolate; }
  .text { white-space: pre-wrap; }
  /* What somebody typed cannot look like a line of the form. */
  .typed { display: inline-block; vertical-align: top; max-width: 85%; border-left: 1.5pt solid #888; padding-left: 4pt; }
  .verdict { font-weight: 700; }
  .answers { margin: .5mm 0; padding: 0; list-style: none; font-size: 9.5pt; }
  .answers li { display: flex; break-inside: avoid; }
  .answers b { flex: 0 0 3.2em; margin-right: 2mm; font-weight: 700; }
  .answers span { flex: 1; min-width: 0; }
  .sign { margin-top: 1.5mm; text-align: right; }
  .sign span { display: inline-block; margin-left: 1.2em; }
  .proof { margin-top: .8mm; font: 7.5pt/1.4 "DejaVu Sans Mono", Consolas, "Noto Sans Mono CJK SC", monospace; color: #333; word-break: break-all; }
  .digest { font: 8pt/1.4 "DejaVu Sans Mono", Consolas, "Noto Sans Mono CJK SC", monospace; word-break: break-all; }
  .old, .old th, .old td, .old .proof { color: #666; }
  .old th { border-color: #000; }
  .none { color: #444; }
  footer { border-top: 1pt solid #000; padding-top: 2mm; font-size: 9pt; break-inside: avoid; }
  @media screen {
    html { background: #ddd; }
    body { max-width: 210mm; margin: 6mm auto; padding: 18mm 16mm 20mm 20mm; box-shadow: 0 0 2mm #999; }
  }
  @media screen and (max-width: 180mm) {
    body { margin: 0; padding: 4mm; }
    col.label { width: 20mm; }
  }
</style>
</head>
<body>
<h1>拟发公文信息公开（保密）审查表</h1>
<div class="head">
  <p>审查表编号：{{FORM_NUMBER}}</p>
  <p>报告：{{REPORT}}</p>
  <p>当前状态：{{STATE}}</p>
</div>
{{#MARK}}<p class="mark">{{MARK_TEXT}}{{#MARK_PROPOSED}}<small>　拟标注，签发前可能变更</small>{{/MARK_PROPOSED}}</p>
{{/MARK}}
<main>
{{#FORM_SECTION}}
<table class="form">
  <colgroup><col class="label"><col><col class="label"><col></colgroup>
  <thead><tr><th colspan="4" scope="colgroup">{{FORM_HEADING}}</th></tr></thead>
  <tbody>
{{#UNREADABLE}}    <tr><td colspan="4" class="none">本表的读者无权查看内容。</td></tr>
{{/UNREADABLE}}
{{#ROW}}
{{#WIDE}}    <tr><th scope="row">{{WIDE_LABEL}}</th><td colspan="3"><p class="text">{{WIDE_VALUE:p}}</p></td></tr>
{{/WIDE}}
{{#DIGEST_ROW}}    <tr><th scope="row">{{DIGEST_LABEL}}</th><td colspan="3" class="digest">{{DIGEST_VALUE}}</td></tr>
{{/DIGEST_ROW}}
{{#PAIR}}    <tr><th scope="row">{{LEFT_LABEL}}</th><td>{{LEFT_VALUE}}</td><th scope="row">{{RIGHT_LABEL}}</th><td>{{RIGHT_VALUE}}</td></tr>
{{/PAIR}}
{{/ROW}}
  </tbody>
</table>
{{#ATTACHMENTS}}
<table>
  <colgroup><col><col class="short"><col class="short"><col class="digest"></colgroup>
  <thead>
    <tr><th colspan="4" scope="colgroup">附件清单（{{ATTACHMENT_COUNT}} 件）</th></tr>
    <tr class="names"><th scope="col">文件名</th><th scope="col">大小</th><th scope="col">公开属性</th><th scope="col">SHA-256</th></tr>
  </thead>
  <tbody>
{{#ATTACHMENT}}    <tr><td>{{FILE_NAME}}</td><td>{{FILE_SIZE}}</td><td>{{FILE_ATTRIBUTE}}</td><td class="digest">{{FILE_SHA256}}</td></tr>
{{/ATTACHMENT}}
  </tbody>
</table>
{{/ATTACHMENTS}}
{{/FORM_SECTION}}
{{#OPINION_SECTION}}
<table>
  <colgroup><col class="label"><col></colgroup>
  <thead><tr><th colspan="2" scope="colgroup">{{OPINION_HEADING}}</th></tr></thead>
  <tbody>
{{#LEFT_OUT}}    <tr class="old"><td colspan="2">因篇幅所限，未列出其中最早的 {{LEFT_OUT_COUNT}} 条；台账中仍有完整记录。</td></tr>
{{/LEFT_OUT}}
{{#MISSING}}    <tr><td colspan="2">尚缺审签：{{MISSING_DEPARTMENTS}}</td></tr>
{{/MISSING}}
{{#EMPTY}}    <tr><td colspan="2" class="none">{{EMPTY_WORD}}</td></tr>
{{/EMPTY}}
{{#OPINION}}    <tr{{#OLD}} class="old"{{/OLD}}>
      <th scope="row">{{ACTION}}{{#VOID}}<br>（已失效）{{/VOID}}</th>
      <td>
{{#VERDICT}}        <p class="verdict">{{VERDICT_TEXT}}</p>
{{/VERDICT}}
{{#ANSWERS}}        <ul class="answers">
{{#ANSWER}}          <li><b>{{ANSWER_WORD}}</b><span>{{QUESTION}}{{#ANSWER_REMARK}}（{{ANSWER_REMARK_TEXT:p}}）{{/ANSWER_REMARK}}</span></li>
{{/ANSWER}}
        </ul>
{{/ANSWERS}}
{{#LINE}}        <div>{{LINE_LABEL}}：<p class="text typed">{{LINE_TEXT:p}}</p></div>
{{/LINE}}
        <p class="sign"><span>签字：{{SIGNER}}</span>{{#BEHALF}}<span>代：{{BEHALF_OF}}</span>{{/BEHALF}}<span>{{SIGNER_DEPARTMENT}}</span><span>{{SIGNER_ROLE}}</span><span>{{SIGN_TIME}}</span></p>
        <p class="proof">所审内容 {{OPINION_DIGEST}}<br>台账第 {{OPINION_POSITION}} 条，条目哈希 {{OPINION_HASH}}</p>
      </td>
    </tr>
{{/OPINION}}
  </tbody>
</table>
{{/OPINION_SECTION}}
</main>
<footer>
  <p>本表由台账和公文内容自动生成，截至台账第 {{POSITION}} 条，该条目哈希为</p>
  <p class="digest">{{HASH}}</p>
  <p>时间均为北京时间（UTC+8）。审计员可运行 gongkai audit show {{POSITION}} 核对条目及其哈希，运行 gongkai audit proof {{POSITION}} 验证该条目确在台账之中；本表其他条目同理。</p>
</footer>
</body>
</html>
