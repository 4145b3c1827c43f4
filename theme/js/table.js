// Tables that can be filtered and sorted: a field and choices above the table, buttons in its heads. Without this script
// the table stands in its order and the saved filters above it are pages of their own.
(function(){
"use strict";
var doc=document,words=window.clausebookWords||{};
function w(key){return words[key]||key;}
function all(selector,from){return Array.prototype.slice.call(from.querySelectorAll(selector));}
function fold(text){return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g,"");}
function make(name,className,text){
  var node=doc.createElement(name);
  if(className)node.className=className;
  if(text!==undefined)node.textContent=text;
  return node;
}
function glyph(path){
  var svg=doc.createElementNS("http://www.w3.org/2000/svg","svg"),p=doc.createElementNS("http://www.w3.org/2000/svg","path");
  svg.setAttribute("class","i");svg.setAttribute("viewBox","0 0 16 16");svg.setAttribute("aria-hidden","true");
  p.setAttribute("d",path);svg.appendChild(p);
  return svg;
}
// Ids and numbers sort by their numbers: PRC-2 before PRC-10. Days sort by their ISO form.
var order=new Intl.Collator(doc.documentElement.lang||"en",{numeric:true,sensitivity:"base"});
function value(cell){
  if(!cell)return "";
  var time=cell.querySelector("time");
  return time?time.getAttribute("datetime"):cell.getAttribute("data-sort")||cell.textContent.trim();
}
all("table[data-table][id]",doc).forEach(function(table){
  var tools=doc.querySelector('[data-tools="'+table.id+'"]');
  if(!tools)return;
  var status=doc.querySelector('[data-status="'+table.id+'"]'),none=doc.querySelector('[data-empty="'+table.id+'"]');
  var body=table.tBodies[0],rows=all("tr",body).map(function(tr){
    return {tr:tr,text:fold(tr.textContent),cells:Array.prototype.map.call(tr.cells,value)};
  });
  var label=make("label","field grow"),field=make("input"),facets=[];
  field.type="search";field.autocomplete="off";
  field.placeholder=tools.getAttribute("data-place");field.setAttribute("aria-label",tools.getAttribute("data-place"));
  label.appendChild(glyph("M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.5 10.5l3.25 3.25"));label.appendChild(field);tools.appendChild(label);
  function apply(){
    var terms=fold(field.value).split(/\s+/).filter(Boolean),count=0;
    rows.forEach(function(row){
      var fits=terms.every(function(term){return row.text.indexOf(term)>=0;})&&facets.every(function(facet){
        return !facet.select.value||row.cells[facet.column]===facet.select.value;
      });
      row.tr.hidden=!fits;if(fits)count++;
    });
    facets.forEach(function(facet){facet.select.classList.toggle("on",facet.select.value!=="");});
    if(none)none.hidden=count>0;
    if(status)status.textContent=w("rows").replace("{n}",count).replace("{of}",rows.length);
  }
  all("thead th",table).forEach(function(th,column){
    var name=th.textContent.trim();
    if(th.hasAttribute("data-facet")){
      var values=rows.map(function(row){return row.cells[column];}).filter(function(v,i,list){return v&&list.indexOf(v)===i;}).sort(order.compare);
      if(values.length>1){
        var wrap=make("span","facet"),select=make("select"),first=make("option","",name);
        first.value="";select.appendChild(first);select.setAttribute("aria-label",name);
        values.forEach(function(v){var o=make("option","",v);o.value=v;select.appendChild(o);});
        select.addEventListener("change",apply);
        wrap.appendChild(select);wrap.appendChild(glyph("m4.5 6.25 3.5 3.5 3.5-3.5"));tools.appendChild(wrap);
        facets.push({select:select,column:column});
      }
    }
    if(th.hasAttribute("data-plain"))return;
    var button=make("button","",name);
    button.type="button";th.textContent="";th.appendChild(button);
    function arrow(){
      var sorted=th.getAttribute("aria-sort"),old=button.querySelector("svg");
      if(old)old.remove();
      button.appendChild(glyph(sorted==="ascending"?"M8 12.5v-9M4.5 7 8 3.5 11.5 7":sorted==="descending"?"M8 3.5v9M4.5 9 8 12.5 11.5 9":"m5.5 6 2.5-2.5L10.5 6M5.5 10l2.5 2.5 2.5-2.5"));
    }
    button.clausebookArrow=arrow;arrow();
    button.addEventListener("click",function(){
      var down=th.getAttribute("aria-sort")==="ascending";
      all("thead th",table).forEach(function(other){other.removeAttribute("aria-sort");});
      th.setAttribute("aria-sort",down?"descending":"ascending");
      rows.sort(function(a,b){
        var x=a.cells[column],y=b.cells[column];
        // What is missing comes last, whichever way the rest goes.
        if(!x||!y)return (x?0:1)-(y?0:1);
        return (down?-1:1)*order.compare(x,y);
      });
      rows.forEach(function(row){body.appendChild(row.tr);});
      all("thead button",table).forEach(function(b){b.clausebookArrow();});
    });
  });
  field.addEventListener("input",apply);
  field.addEventListener("keydown",function(event){if(event.key==="Escape"){field.value="";apply();}});
  tools.hidden=false;
});
})();
