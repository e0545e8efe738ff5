// Pictures of the leader's screen. Amounts begin at zero; reported solid, certified dotted; the table behind says the same.
(function () {
  "use strict";
  var english = document.documentElement.lang.indexOf("en") === 0;
  function words(zh, en) { return english ? en : zh; }
  function read(id) { var node = document.getElementById(id); return node ? JSON.parse(node.textContent) : []; }
  function base() {
    return { textStyle: { fontFamily: "inherit" }, animation: false, grid: { left: 8, right: 12, top: 34, bottom: 8, containLabel: true }, tooltip: { trigger: "axis", confine: true } };
  }
  // Planned dashed, actual solid, certified dotted.
  function money(data) {
    var option = base();
    function series(name, key, line, colour, symbol) {
      return { name: name, type: "line", data: data.map(function (d) { return d[key]; }), lineStyle: { type: line, width: line === "solid" ? 3 : 2, color: colour }, itemStyle: { color: colour }, symbol: symbol, symbolSize: 7, connectNulls: false };
    }
    option.legend = { top: 0, left: 0, itemGap: 14, itemWidth: 30 };
    option.grid.top = english ? 58 : 36;
    option.xAxis = { type: "category", data: data.map(function (d) { return d.period.slice(5); }) };
    option.yAxis = { type: "value", min: 0 };
    option.series = [
      series(words("序时计划", "Time schedule"), "even", "dashed", "#5c6a7e", "none"),
      series(words("累计上报", "Reported so far"), "reported", "solid", "#1f4e8c", "circle"),
      series(words("累计纳统", "Certified so far"), "certified", "dotted", "#b25e00", "diamond")
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
  var kinds = { money: money, stages: stages };
  document.querySelectorAll("[data-chart]").forEach(function (node) {
    if (!window.echarts) { node.hidden = true; return; }
    var chart = window.echarts.init(node, null, { renderer: "svg" });
    chart.setOption(kinds[node.dataset.chart](read(node.dataset.source)));
    window.addEventListener("resize", function () { chart.resize(); });
    // Paper is narrower than the window: with a viewBox the drawing is scaled to its place on it.
    window.addEventListener("beforeprint", function () {
      var drawn = node.querySelector("svg");
      if (drawn) { drawn.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight()); }
    });
  });
})();
