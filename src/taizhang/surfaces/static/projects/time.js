// Pictures of the portfolio in time. Amounts begin at zero; planned dashed, actual solid, certified dotted, the outlook a band.
(function () {
  "use strict";
  var english = document.documentElement.lang.indexOf("en") === 0;
  function words(zh, en) { return english ? en : zh; }
  function read(id) { var node = document.getElementById(id); return node ? JSON.parse(node.textContent) : null; }
  function base(months) {
    return {
      textStyle: { fontFamily: "inherit" }, animation: false,
      grid: { left: 8, right: 14, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, itemGap: 14, itemWidth: 28 },
      tooltip: { trigger: "axis", confine: true },
      xAxis: { type: "category", data: months.map(function (m) { return m.slice(5); }) },
      yAxis: { type: "value", min: 0 }
    };
  }
  function line(name, data, type, colour, symbol, width) {
    return { name: name, type: "line", data: data, lineStyle: { type: type, width: width || 2, color: colour }, itemStyle: { color: colour }, symbol: symbol, symbolSize: 7, connectNulls: false };
  }
  function curves(data) {
    var option = base(data.months);
    option.series = [
      line(words("序时计划", "Time plan"), data.planned, "dashed", "#5c6a7e", "none"),
      line(words("工作量", "Workload"), data.workload, "solid", "#5b7f2b", "triangle"),
      line(words("投资量", "Investment"), data.investment, "solid", "#1f4e8c", "circle", 3),
      line(words("已付", "Paid"), data.paid, "solid", "#7a4b9a", "rect"),
      line(words("纳统数", "Certified"), data.certified, "dotted", "#b25e00", "diamond")
    ];
    if (data.low.some(function (d) { return d !== null; })) {
      // A band: the lower line without a stroke, and on top of it the difference, filled.
      var between = data.high.map(function (d, i) { return d === null ? null : d - data.low[i]; });
      option.series.push(
        { name: words("预计区间", "Outlook range"), type: "line", stack: "band", data: data.low, lineStyle: { opacity: 0 }, itemStyle: { color: "#9db8dc" }, symbol: "none", tooltip: { show: false } },
        { name: words("预计区间", "Outlook range"), type: "line", stack: "band", data: between, lineStyle: { opacity: 0 }, areaStyle: { color: "#9db8dc", opacity: 0.45 }, itemStyle: { color: "#9db8dc" }, symbol: "none", tooltip: { show: false } }
      );
    }
    return option;
  }
  function bars(data) {
    var option = base(data.months);
    option.series = [
      { name: String(data.year - 1), type: "bar", data: data.then, itemStyle: { color: "#fff", borderColor: "#5c6a7e", borderWidth: 1, borderType: "dashed" } },
      { name: String(data.year), type: "bar", data: data.now, itemStyle: { color: "#1f4e8c" } }
    ];
    return option;
  }
  var kinds = { curves: curves, bars: bars };
  document.querySelectorAll("[data-time-chart]").forEach(function (node) {
    var data = read(node.dataset.source);
    if (!window.echarts || !data) { node.hidden = true; return; }
    var chart = window.echarts.init(node, null, { renderer: "svg" });
    var option = kinds[node.dataset.timeChart](data);
    // The legend takes as many lines as the width leaves it, and the picture begins below them.
    var names = option.series.map(function (s) { return s.name; }).filter(function (n, i, all) { return all.indexOf(n) === i; });
    var width = names.reduce(function (sum, n) { return sum + 48 + n.length * (english ? 8 : 13); }, 0);
    option.grid.top = 20 + 24 * Math.ceil(width / Math.max(160, node.clientWidth - 20));
    chart.setOption(option);
    window.addEventListener("resize", function () { chart.resize(); });
    // Paper is narrower than the window: with a viewBox the drawing is scaled to its place on it.
    window.addEventListener("beforeprint", function () {
      var drawn = node.querySelector("svg");
      if (drawn) { drawn.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight()); }
    });
  });
})();
