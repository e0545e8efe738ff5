// Pictures of the leader's screen. Amounts begin at zero; reported solid, certified dotted; the table behind says the same.
(function () {
  "use strict";
  var english = document.documentElement.lang.indexOf("en") === 0;
  function words(zh, en) { return english ? en : zh; }
  function read(id) { var node = document.getElementById(id); return node ? JSON.parse(node.textContent) : []; }
  function base() {
    return { textStyle: { fontFamily: "inherit" }, animation: false, grid: { left: 8, right: 12, top: 34, bottom: 8, containLabel: true }, tooltip: { trigger: "axis", confine: true } };
  }
  function months(data) {
    var option = base();
    option.legend = { top: 0, left: 0, itemGap: 16 };
    option.grid.top = english ? 58 : 36;
    option.xAxis = { type: "category", data: data.map(function (d) { return d.period.slice(5); }) };
    option.yAxis = { type: "value", min: 0 };
    option.series = [
      { name: words("上报（万元）", "Reported (10k CNY)"), type: "bar", data: data.map(function (d) { return d.reported; }), itemStyle: { color: "#1f4e8c" } },
      { name: words("纳统（万元）", "Certified (10k CNY)"), type: "line", data: data.map(function (d) { return d.certified; }), lineStyle: { type: "dotted", width: 3, color: "#b25e00" }, itemStyle: { color: "#b25e00" }, symbol: "diamond", symbolSize: 8 }
    ];
    return option;
  }
  function stages(data) {
    var option = base();
    option.grid.top = 8;
    option.xAxis = { type: "value", min: 0, minInterval: 1, axisLabel: { show: false }, splitLine: { show: false } };
    option.grid.right = 40;
    option.yAxis = { type: "category", inverse: true, axisLabel: { interval: 0 }, data: data.map(function (d) { return d.label; }) };
    option.series = [{ type: "bar", data: data.map(function (d) { return d.n; }), itemStyle: { color: "#1f4e8c" }, label: { show: true, position: "right" } }];
    return option;
  }
  var kinds = { months: months, stages: stages };
  document.querySelectorAll("[data-chart]").forEach(function (node) {
    if (!window.echarts) { node.hidden = true; return; }
    var chart = window.echarts.init(node, null, { renderer: "svg" });
    chart.setOption(kinds[node.dataset.chart](read(node.dataset.source)));
    window.addEventListener("resize", function () { chart.resize(); });
  });
})();
