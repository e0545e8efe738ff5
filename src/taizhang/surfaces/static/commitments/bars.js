// Stacked bars of standings. Amounts begin at zero; a shape stands before each word; the table behind says the same.
(function () {
  "use strict";
  // The words come with the figures, in the language of the page; a colour belongs to a standing in every language.
  var COLOURS = { overdue: "#a61b29", due_soon: "#d98a1f", not_begun: "#9aa5b1", on_course: "#1f4e8c", to_check: "#7a5cb8", closed: "#2e8b57" };
  document.querySelectorAll("[data-bars]").forEach(function (node) {
    var source = document.getElementById(node.dataset.bars);
    if (!window.echarts || !source) { node.hidden = true; return; }
    var given = JSON.parse(source.textContent), lines = given.lines, narrow = node.clientWidth < 520;
    var used = given.kinds.filter(function (k) { return lines.some(function (l) { return l.n[k[0]]; }); });
    node.style.height = (lines.length * 30 + (narrow ? 130 : 84)) + "px";
    var chart = window.echarts.init(node, null, { renderer: "svg" });
    chart.setOption({
      textStyle: { fontFamily: "inherit" }, animation: false,
      grid: { left: 8, right: 36, top: narrow ? 84 : 40, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, itemGap: 12, itemWidth: 16, data: used.map(function (k) { return k[1]; }) },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true },
      xAxis: { type: "value", min: 0, minInterval: 1 },
      yAxis: { type: "category", inverse: true, data: lines.map(function (l) { return l.name; }), axisLabel: { interval: 0, width: narrow ? 110 : 170, overflow: "truncate" } },
      series: used.map(function (k) {
        return { name: k[1], type: "bar", stack: "all", barMaxWidth: 20, itemStyle: { color: COLOURS[k[0]], borderColor: "#fff", borderWidth: 1 }, data: lines.map(function (l) { return l.n[k[0]] || 0; }) };
      })
    });
    chart.on("click", function (event) { var line = lines[event.dataIndex]; if (line) { window.location = line.href.replace("standing=alive", "standing=" + used[event.seriesIndex][0]); } });
    window.addEventListener("resize", function () { chart.resize(); });
    window.addEventListener("beforeprint", function () {
      var drawn = node.querySelector("svg");
      if (drawn) { drawn.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight()); }
    });
  });
})();
