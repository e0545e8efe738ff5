// Stacked bars of standings. Amounts begin at zero; a shape stands before each word; the table behind says the same.
(function () {
  "use strict";
  var english = document.documentElement.lang.indexOf("en") === 0;
  var KINDS = [
    ["overdue", "■ 逾期", "■ Overdue", "#a61b29"], ["due_soon", "▲ 临期", "▲ Due soon", "#d98a1f"], ["not_begun", "○ 未启动", "○ Not begun", "#9aa5b1"],
    ["on_course", "● 正常推进", "● On course", "#1f4e8c"], ["to_check", "◆ 办结待核查", "◆ Awaiting the check", "#7a5cb8"], ["closed", "✓ 已销号", "✓ Closed", "#2e8b57"]
  ];
  document.querySelectorAll("[data-bars]").forEach(function (node) {
    var source = document.getElementById(node.dataset.bars);
    if (!window.echarts || !source) { node.hidden = true; return; }
    var lines = JSON.parse(source.textContent), narrow = node.clientWidth < 520;
    var used = KINDS.filter(function (k) { return lines.some(function (l) { return l.n[k[0]]; }); });
    node.style.height = (lines.length * 30 + (narrow ? 130 : 84)) + "px";
    var chart = window.echarts.init(node, null, { renderer: "svg" });
    chart.setOption({
      textStyle: { fontFamily: "inherit" }, animation: false,
      grid: { left: 8, right: 36, top: narrow ? 84 : 40, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, itemGap: 12, itemWidth: 16, data: used.map(function (k) { return english ? k[2] : k[1]; }) },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true },
      xAxis: { type: "value", min: 0, minInterval: 1 },
      yAxis: { type: "category", inverse: true, data: lines.map(function (l) { return l.name; }), axisLabel: { interval: 0, width: narrow ? 110 : 170, overflow: "truncate" } },
      series: used.map(function (k) {
        return { name: english ? k[2] : k[1], type: "bar", stack: "all", barMaxWidth: 20, itemStyle: { color: k[3], borderColor: "#fff", borderWidth: 1 }, data: lines.map(function (l) { return l.n[k[0]] || 0; }) };
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
