// Finds: reads the index that the build wrote and ranks what a query finds. `src/search` has the same rules in the same order; a
// test holds both to one result. Only the shards that a query needs are loaded, by script tags, so that this works from a folder.
(function(global){
"use strict";
var LONGEST=200,WORDS=12,PREFIX=8,CUT=40,OWN_WORD=4,BEGINNINGS=24,SHARDS=4,CORRECTIONS=4,PIECES=24,PHRASE_SHARDS=16;
var EXACT=16,IN_TITLE=17,NEAR_BEGINNING=10,BEGINNING=8,ENDING=12,ONE_EDIT=6,TWO_EDITS=4;

// ---- words
var W="\\p{Alphabetic}\\p{N}\\u0300-\\u036f",RUN=new RegExp("["+W+"]+(?:[-._/]["+W+"]+)*","gu");
var LETTERS=/^\p{Alphabetic}+$/u,DIGIT=/[0-9]/,MARKS=/[\u0300-\u036f]/g,ASCII=/^[\0-\x7f]*$/;
var PLAIN={"ß":"ss","æ":"ae","œ":"oe","þ":"th","ø":"o","ł":"l","đ":"d","ð":"d","ı":"i"},SPELLED={"ä":"ae","ö":"oe","ø":"oe","ü":"ue","å":"aa"};
function lower(part){return ASCII.test(part)?part.toLowerCase():part.toLowerCase().normalize("NFC");}
function cut(word){return word.length>CUT?Array.from(word).slice(0,CUT).join(""):word;}
function fold(word){
  return ASCII.test(word)?word:word.normalize("NFD").replace(MARKS,"").replace(/[ßæœþøłđðı]/g,function(c){return PLAIN[c];});
}
function spelledOut(word){
  return /[äöüøå]/.test(word)?fold(word.replace(/[äöüøå]/g,function(c){return SPELLED[c];})):null;
}
function identifier(run){
  var out="",number=-1,joined=false;
  Array.from(run).forEach(function(c){
    if(/[-._/]/.test(c)){joined=true;return;}
    if(DIGIT.test(c)){
      if(joined&&number>=0){out+=".";number=-1;}
      if(number<0)number=out.length;
      if(out.slice(number)==="0")out=out.slice(0,-1);
      out+=c;
    }else{number=-1;out+=c.toLowerCase();}
    joined=false;
  });
  return out;
}
/* Calls `each` with every word of a text, small, marks kept, and where it stands. */
function eachWord(text,each){
  var found;
  RUN.lastIndex=0;
  while((found=RUN.exec(text))){
    var run=found[0],start=found.index,numbered=DIGIT.test(run);
    if(numbered)each(cut(identifier(run)),start,start+run.length);
    run.split(/[-._/]/).forEach(function(part){
      if(!numbered||(Array.from(part).length>=OWN_WORD&&LETTERS.test(part)&&part.length<run.length))each(cut(lower(part)),start,start+part.length);
      start+=part.length+1;
    });
    RUN.lastIndex=found.index+run.length;
  }
}

// ---- bits: 13 in two of 92 characters
function Bits(text){this.text=text;this.at=0;this.held=0;this.count=0;}
function value(code){return code-0x21-(code>0x22?1:0)-(code>0x5C?1:0);}
Bits.prototype.more=function(){
  var text=this.text,at=this.at,left=text.length-at,size=13,chunk=0;
  if(left>1)chunk=value(text.charCodeAt(at))*92+value(text.charCodeAt(at+1));
  else if(left===1){chunk=value(text.charCodeAt(at));size=6;}
  this.at=at+2;
  this.held=((this.held&0x1FFF)<<size)|chunk;this.count+=size;
};
Bits.prototype.bits=function(width){
  if(width>13){var high=this.bits(width-13);return high*8192+this.bits(13);}
  while(this.count<width)this.more();
  this.count-=width;
  return (this.held>>this.count)&((1<<width)-1);
};
Bits.prototype.unary=function(){
  for(var n=0;;){
    if(this.count===0)this.more();
    var ones=Math.clz32(~(this.held<<(32-this.count)));
    if(ones<this.count){this.count-=ones+1;return n+ones;}
    n+=this.count;this.count=0;
  }
};
Bits.prototype.gamma=function(){
  for(var w=0;w<31;){
    if(this.count===0)this.more();
    var zeros=Math.clz32(this.held<<(32-this.count));
    if(zeros<this.count){w+=zeros;this.count-=zeros+1;break;}
    w+=this.count;this.count=0;
  }
  return Math.pow(2,w)+this.bits(w);
};
function log2(n){return n<1?0:31-Math.clz32(n);}
function riceBits(units,count){return log2(Math.floor(units*11/16/Math.max(count,1)));}

// ---- shards
var arrived={};
global.clausebookShard=function(name,stamp,data){arrived[name]={stamp:stamp,value:data};};
/* `load(path)` loads a script of the site and promises to say when it has run. */
function Index(load){this.load=load;this.missing=[];this.pieces=[];this.lists=[];this.first=null;this.units=null;}
Index.prototype.open=function(fresh){
  var self=this;
  return this.load("data/search.js"+(fresh?"?"+Date.now():"")).then(function(){self.first=arrived[""].value;});
};
/* The value of a shard, or nothing as long as it has to be loaded. */
Index.prototype.shard=function(name){
  var it=arrived[name];
  if(it&&(!it.stamp||it.stamp===this.first.stamp))return it.value;
  if(this.missing.indexOf(name)<0)this.missing.push(name);
  return undefined;
};
/* Runs `work` again and again until it lacks nothing. */
Index.prototype.until=function(work,rounds){
  var self=this;
  self.missing=[];
  var done=work(),wanted=self.missing;
  if(!wanted.length)return Promise.resolve(done);
  if(rounds===0)return Promise.reject(new Error("the search index does not fit together"));
  return Promise.all(wanted.map(function(name){return self.load((name.charAt(0)==="t"?"data/texts/":"data/search/")+name+".js?"+self.first.stamp);})).then(function(){
    // The site was published anew since this page was opened: what is read first has to be read again.
    var old=wanted.some(function(name){var it=arrived[name];return it&&it.stamp&&it.stamp!==self.first.stamp;});
    if(!old)return undefined;
    self.pieces=[];self.lists=[];self.units=null;
    Object.keys(arrived).forEach(function(name){delete arrived[name];});
    return self.open(true);
  }).then(function(){return self.until(work,(rounds===undefined?12:rounds)-1);});
};

// ---- vocabulary
function readPiece(text,next){
  var forms=[],groups=[],classes=[],before="",at=0;
  while(at<text.length){
    var shared=text.charCodeAt(at)-35,start=++at,code;
    while((code=text.charCodeAt(at))<65||code>90)at++;
    before=before.slice(0,shared)+text.slice(start,at);
    at++;
    if(code===80){groups.push(next);next++;}
    else if(code<90)groups.push(next-(code-80));
    else{var end=text.indexOf(";",at);groups.push(next-Number(text.slice(at,end)));at=end+1;}
    forms.push(before);classes.push(text.charCodeAt(at)-65);at++;
  }
  return {forms:forms,groups:groups,classes:classes};
}
Index.prototype.piece=function(at){
  if(!this.pieces[at]){
    var text=this.shard("v"+at);
    if(text!==undefined)this.pieces[at]=readPiece(text,this.first.vocabulary[at][1]);
  }
  return this.pieces[at];
};
/* The first place in a sorted list of which `isBefore` does not hold. */
function partition(length,isBefore){
  var low=0,high=length;
  while(low<high){var mid=(low+high)>>1;if(isBefore(mid))low=mid+1;else high=mid;}
  return low;
}
Index.prototype.pieceOf=function(form){
  var all=this.first.vocabulary;
  return Math.max(0,partition(all.length,function(at){return all[at][0]<=form;})-1);
};
/* The group of a form; -1 if there is none. */
Index.prototype.group=function(form){
  if(!this.first.vocabulary.length)return -1;
  var piece=this.piece(this.pieceOf(form));
  if(!piece)return -1;
  var place=partition(piece.forms.length,function(i){return piece.forms[i]<form;});
  return piece.forms[place]===form?piece.groups[place]:-1;
};
/* Calls `each` with the forms that begin with some letters: form, group, class. */
Index.prototype.beginning=function(start,each){
  var all=this.first.vocabulary;
  for(var at=this.pieceOf(start);at<all.length;at++){
    if(all[at][0]>start&&all[at][0].indexOf(start)!==0)return;
    var piece=this.piece(at);
    if(!piece)continue;
    for(var i=partition(piece.forms.length,function(i){return piece.forms[i]<start;});i<piece.forms.length;i++){
      if(piece.forms[i].indexOf(start)!==0)return;
      each(piece.forms[i],piece.groups[i],piece.classes[i]);
    }
  }
};
Index.prototype.listShard=function(group){
  var all=this.first.lists;
  return partition(all.length,function(at){return all[at]<=group;})-1;
};
Index.prototype.list=function(group){
  var shard=this.listShard(group);
  if(!this.lists[shard]){
    var text=this.shard("l"+shard);
    if(text===undefined)return undefined;
    this.lists[shard]=text.split(" ");
  }
  return this.lists[shard][group-this.first.lists[shard]];
};

// ---- queries
function parse(index,query){
  var wanted=[];
  query=Array.from(query).slice(0,LONGEST).join("");
  query.split(/["„“”«»]/).forEach(function(part,at){
    eachWord(part,function(word){wanted.push({form:fold(word),phrase:at%2?at:-1,open:false});});
  });
  if(wanted.length){
    var last=wanted[wanted.length-1];
    last.open=last.phrase<0&&/[\p{Alphabetic}\p{N}./-]$/u.test(query);
  }
  var out=[];
  wanted.forEach(function(it){
    var before=out[out.length-1];
    if(before&&before.form.length<=PREFIX&&!DIGIT.test(before.form)&&before.phrase<0&&it.phrase<0&&DIGIT.test(it.form.charAt(0))){
      var both=before.form+it.form,some=index.group(both)>=0;
      if(!some&&it.open)index.beginning(both,function(){some=true;});
      if(some){out[out.length-1]={form:both,phrase:-1,open:it.open};return;}
    }
    out.push(it);
  });
  return out.slice(0,WORDS);
}
function add(found,group,weight){
  if(found.every(function(it){return it[0]!==group;}))found.push([group,weight]);
}
/* All that a word stands for, as pairs of group and weight. */
function expand(index,wanted){
  var form=wanted.form,found=[],group=index.group(form),title=index.group("="+form);
  if(group>=0)found.push([group,EXACT]);
  if(title>=0)found.push([title,IN_TITLE]);
  if(wanted.phrase>=0||index.missing.length)return found;
  if(wanted.open||!found.length)beginnings(index,form,found);
  if(!found.length&&!index.missing.length&&Array.from(form).length>=4&&!DIGIT.test(form)){
    endings(index,form,found);
    if(!found.length&&!index.missing.length)misspelled(index,form,found);
  }
  return found;
}
function goesOn(start,form,exact){
  var rest=form.slice(start.length);
  return !rest||!/[0-9]$/.test(start)||rest.charAt(0)==="."||(/\p{Alphabetic}/u.test(start)&&!exact);
}
function beginnings(index,form,found){
  var start=/\p{Alphabetic}0$/u.test(form)?form.slice(0,-1):form;
  if(Array.from(start).length<2)return;
  var exact=found.length>0,forms=[],shards=[],taken=0;
  index.beginning(start,function(form,group,size){if(goesOn(start,form,exact))forms.push([form,group,size]);});
  forms.sort(function(a,b){return b[2]-a[2]||a[0].length-b[0].length;});
  for(var i=0;i<forms.length&&taken<BEGINNINGS;i++){
    var shard=index.listShard(forms[i][1]);
    if(shards.indexOf(shard)<0){
      if(shards.length===SHARDS)continue;
      shards.push(shard);
    }
    add(found,forms[i][1],forms[i][0].length<=start.length+3?NEAR_BEGINNING:BEGINNING);
    taken++;
  }
}
function endings(index,form,found){
  var letters=Array.from(form);
  for(var less=1;less<=4;less++){
    var left=letters.length-less;
    if(left<4||left*5<letters.length*3)return;
    index.beginning(letters.slice(0,left).join(""),function(longer,group){
      if(Array.from(longer).length<=left+4&&!DIGIT.test(longer)&&found.length<BEGINNINGS)add(found,group,ENDING);
    });
    if(found.length||index.missing.length)return;
  }
}
function misspelled(index,form,found){
  var letters=Array.from(form),limit=letters.length<8?1:2,all=index.first.vocabulary,nearest=[];
  function look(piece,fits){
    if(!piece)return;
    piece.forms.forEach(function(other,i){
      if(!fits(other)||/[0-9=]/.test(other))return;
      var count=edits(letters,Array.from(other),limit);
      if(count<=limit)nearest.push([count,piece.groups[i],piece.classes[i]]);
    });
  }
  function first(other){return other.indexOf(letters[0])===0||other.indexOf(letters[1])===0;}
  all.forEach(function(entry,at){
    var after=all[at+1]?all[at+1][0]:"\uffff";
    var meets=function(letter){return entry[0]<letter+"\uffff"&&after>=letter;};
    if(meets(letters[0])||meets(letters[1]))look(index.piece(at),first);
  });
  if(index.missing.length)return;
  if(!nearest.length&&all.length<=PIECES)all.forEach(function(_,at){look(index.piece(at),function(){return true;});});
  nearest.sort(function(a,b){return a[0]-b[0]||b[2]-a[2]||a[1]-b[1];});
  nearest.forEach(function(it){
    if(it[0]===nearest[0][0]&&found.length<CORRECTIONS)add(found,it[1],it[0]===1?ONE_EDIT:TWO_EDITS);
  });
}
function edits(a,b,limit){
  if(Math.abs(a.length-b.length)>limit)return limit+1;
  var before=[],row=[],i,j;
  for(j=0;j<=b.length;j++)row.push(j);
  for(i=0;i<a.length;i++){
    var next=[i+1],least=i+1;
    for(j=0;j<b.length;j++){
      var n=Math.min(row[j]+(a[i]!==b[j]?1:0),row[j+1]+1,next[j]+1);
      if(i>0&&j>0&&a[i]===b[j-1]&&a[i-1]===b[j])n=Math.min(n,before[j-1]+1);
      next.push(n);if(n<least)least=n;
    }
    if(least>limit)return limit+1;
    before=row;row=next;
  }
  return row[b.length];
}

// ---- what is known of units
function column(pair,records){
  var bits=new Bits(pair[1]),all=[];
  for(var i=0;i<records;i++){
    var own=[],next=0;
    for(var n=bits.gamma()-1;n>0;n--){next+=bits.gamma()-1;own.push(next);next++;}
    all.push(own);
  }
  return {words:pair[0],of:all};
}
Index.prototype.known=function(){
  if(this.units)return this.units;
  var value=this.shard("u");
  if(value===undefined)return undefined;
  var records=this.first.records,sections=new Bits(value.sections),weights=new Bits(value.weights[1]),titles=new Bits(value.titles),texts=new Bits(value.texts);
  var units={spans:[0],records:new Uint32Array(this.first.units),weights:[],titles:[],kinds:[],texts:[0],facets:{}};
  for(var i=0;i<records;i++){units.spans.push(units.spans[i]+sections.gamma());units.records.fill(i,units.spans[i],units.spans[i+1]);units.weights.push(value.weights[0][weights.unary()]);units.titles.push(titles.gamma()-1);}
  value.kinds.forEach(function(count,kind){for(var n=0;n<count;n++)units.kinds.push(kind);});
  for(var t=1;t<this.first.texts;t++)units.texts.push(units.texts[t-1]+texts.gamma());
  Object.keys(value.facets).forEach(function(name){units.facets[name]=column(value.facets[name],records);});
  return (this.units=units);
};
Index.prototype.place=function(unit){
  var record=this.units.records[unit];
  return {unit:unit,record:record,section:unit-this.units.spans[record]-1};
};
/* What is shown of a record: address, label, title, detail, sign, text, sections. */
Index.prototype.text=function(record){
  var shard=this.textShard(record),texts=this.shard("t"+shard);
  return texts&&texts[record-this.units.texts[shard]];
};
Index.prototype.textShard=function(record){
  var all=this.units.texts;
  return partition(all.length,function(at){return all[at]<=record;})-1;
};

// ---- ranking
function rarity(units,frequency){
  var ratio=Math.floor((units*2+2)*65536/(frequency*2+1)),eighths=0;
  while(ratio>=131072){ratio=Math.floor(ratio/2);eighths+=8;}
  [4,2,1].forEach(function(step){
    ratio=Math.floor(ratio*ratio/65536);
    if(ratio>=131072){ratio=Math.floor(ratio/2);eighths+=step;}
  });
  return Math.max(eighths,4);
}
function weigh(index,wanted,ways){
  var units=index.first.units,order=index.first.order,worth=index.first.values,values=new Int32Array(units),titled=new Uint8Array(units),most=0,exact=-1,own=-1;
  // A word that has one form only has no group for it in titles.
  ways.forEach(function(way,at){if(way[1]===IN_TITLE||(at===0&&way[1]===EXACT))own=way[0];});
  ways.forEach(function(way,at){
    var bits=new Bits(index.list(way[0])),count=bits.gamma(),low=riceBits(units,count),next=0;
    if(at===0&&way[1]===EXACT)exact=count;
    if(count>most)most=count;
    for(var n=0;n<count;n++){
      var high=bits.unary(),unit=next+high*(1<<low)+bits.bits(low),level=order[bits.unary()],value=worth[level]*way[1];
      if(way[0]===own&&level>=10&&level<15)titled[unit]=1;
      if(value>values[unit])values[unit]=value;
      next=unit+1;
    }
  });
  var frequency=exact>=0?exact:most;
  return {rarity:rarity(units,frequency),optional:wanted.phrase<0&&frequency>Math.floor(units/4),values:values,titled:titled};
}
/* A hit is one number, so that many are sorted at once: its score, and below that its place among equals. */
var PLACES=1<<22;
function unitOf(hit){return PLACES-1-(hit-Math.floor(hit/PLACES)*PLACES);}
/* What fits, the best first. */
function score(index,words){
  var known=index.units,spans=known.spans,count=words.length,total=0,best=0,units=index.first.units;
  var allOptional=words.every(function(it){return it.optional;}),needed=words.map(function(it){return allOptional||!it.optional;});
  var sums=new Float64Array(units),covers=new Int32Array(units),w,unit;
  words.forEach(function(it,w){if(needed[w])total+=it.rarity;});
  for(var r=0;r<index.first.records;r++){
    var start=spans[r],end=spans[r+1],sum=0,cover=0,named=count===known.titles[r];
    for(w=0;w<count;w++){
      var word=words[w],values=word.values,own=values[start],most=0,having=0;
      if(!word.titled[start])named=false;
      for(unit=start+1;unit<end;unit++){
        var here=values[unit];
        if(here>0){having++;if(here>most)most=here;}
      }
      var whole=Math.max(own,Math.floor(most*3/4)+Math.min(having,8)*EXACT);
      sum+=word.rarity*whole;
      if(whole>0&&needed[w])cover+=word.rarity;
    }
    if(!sum)continue;
    if(named)sum=Math.floor(sum*5/4);
    sums[start]=cover>0?Math.floor(sum*known.weights[r]/16):-1;covers[start]=cover;
    if(cover>best)best=cover;
    for(unit=start+1;unit<end;unit++){
      var owned=false;
      sum=0;cover=0;
      for(w=0;w<count;w++){
        var mine=words[w].values[unit],value=Math.max(mine,words[w].values[start]>>2);
        sum+=words[w].rarity*value;
        if(value>0&&needed[w]){cover+=words[w].rarity;if(mine>0)owned=true;}
      }
      if(!owned){sums[unit]=-1;continue;}
      sums[unit]=Math.floor(sum*known.weights[r]/16);covers[unit]=cover;
      if(cover>best)best=cover;
    }
  }
  var least=best===total?total:Math.floor(best*3/4),hits=new Float64Array(units),found=0;
  for(unit=0;unit<units;unit++)if(sums[unit]>=0&&covers[unit]>0&&covers[unit]>=least)hits[found++]=sums[unit]*PLACES+PLACES-1-unit;
  return hits.subarray(0,found).sort().reverse();
}
function holds(text,phrase){
  var forms=[];
  eachWord(text,function(word){forms.push([fold(word),spelledOut(word)]);});
  return forms.some(function(_,at){
    return at+phrase.length<=forms.length&&phrase.every(function(word,i){return forms[at+i].indexOf(word)>=0;});
  });
}
function withPhrases(index,hits,phrases){
  var shards=[],more=false,kept=hits.filter(function(hit){
    var place=index.place(unitOf(hit)),shard=index.textShard(place.record);
    if(shards.indexOf(shard)<0){
      if(shards.length===PHRASE_SHARDS){more=true;return false;}
      shards.push(shard);
    }
    var it=index.text(place.record);
    if(!it)return false;
    var texts=[];
    if(place.section>=0)texts=[it[6][place.section][1],it[6][place.section][3]];
    else{texts=[it[1],it[2],it[5]];it[6].forEach(function(section){texts.push(section[1],section[3]);});}
    return phrases.every(function(phrase){return texts.some(function(text){return holds(text,phrase);});});
  });
  return {hits:kept,more:more};
}
/* Promises hits, the best first, with what they were found by. */
Index.prototype.find=function(query){
  var self=this;
  return self.until(function(){
    if(!self.known())return null;
    var wanted=parse(self,query);
    if(self.missing.length)return null;
    var ways=wanted.map(function(it){return expand(self,it);});
    if(self.missing.length)return null;
    var pairs=wanted.map(function(it,at){return {wanted:it,ways:ways[at]};}).filter(function(it){return it.wanted.phrase>=0||it.ways.length;});
    if(!pairs.length)return {hits:new Float64Array(0),more:false,pairs:[]};
    pairs.forEach(function(it){it.ways.forEach(function(way){self.list(way[0]);});});
    if(self.missing.length)return null;
    var hits=score(self,pairs.map(function(it){return weigh(self,it.wanted,it.ways);})),phrases=[],last=-1;
    pairs.forEach(function(it){
      if(it.wanted.phrase<0)return;
      if(it.wanted.phrase!==last){last=it.wanted.phrase;phrases.push([]);}
      phrases[phrases.length-1].push(it.wanted.form);
    });
    var found=phrases.length?withPhrases(self,hits,phrases):{hits:hits,more:false};
    return {hits:found.hits,more:found.more,pairs:pairs};
  });
};

// ---- narrowing
/* How many hits each word of each facet has, its own facet's choice left out; how many hits all choices leave; and places of the first. */
Index.prototype.narrow=function(hits,chosen,limit){
  var self=this,known=self.units,names=Object.keys(known.facets),counts={},places=[],count=0;
  var columns=names.map(function(name){return known.facets[name].of;});
  var tallies=names.map(function(name){return new Int32Array(known.facets[name].words.length);});
  var wanted=names.map(function(name){return (chosen[name]||[]).length?chosen[name]:null;});
  var any=wanted.some(Boolean);
  for(var i=0;i<hits.length;i++){
    var unit=unitOf(hits[i]),record=known.records[unit],failed=-1,times=0;
    for(var f=0;any&&f<names.length;f++){
      if(wanted[f]&&!columns[f][record].some(function(it){return wanted[f].indexOf(it)>=0;})){failed=f;times++;}
    }
    if(!times&&count++<limit)places.push(self.place(unit));
    for(f=0;f<names.length;f++){
      if(times>1||(times===1&&failed!==f))continue;
      var own=columns[f][record];
      for(var n=0;n<own.length;n++)tallies[f][own[n]]++;
    }
  }
  names.forEach(function(name,f){
    counts[name]={};
    tallies[f].forEach(function(tally,it){if(tally)counts[name][it]=tally;});
  });
  return {count:count,places:places,counts:counts};
};

// ---- what is shown
/* Which of the words looked for a word of a text stands for, as their numbers. Each word is looked up once for a query, in what is loaded:
   all forms that a query leads to are. */
function meant(index,pairs,word){
  var known=pairs.known||(pairs.known=new Map()),all=known.get(word);
  if(all)return all;
  var form=fold(word),at=index.first.vocabulary.length?index.pieceOf(form):-1,piece=index.pieces[at],group=-1;
  if(piece){
    var place=partition(piece.forms.length,function(i){return piece.forms[i]<form;});
    if(piece.forms[place]===form)group=piece.groups[place];
  }
  all=[];
  if(group>=0)pairs.forEach(function(pair,at){if(pair.ways.some(function(way){return way[0]===group&&way[1]!==IN_TITLE;}))all.push(at);});
  known.set(word,all);
  return all;
}
/* A text as pairs of words and whether they were looked for. */
Index.prototype.marked=function(text,pairs){
  var self=this,parts=[],at=0;
  eachWord(text,function(word,start,end){
    if(start<at)return;
    var length=-1;
    meant(self,pairs,word).forEach(function(number){
      // Of a word that goes on after what was typed only that is marked.
      var wanted=pairs[number].wanted,form=wanted.open?fold(word):"",typed=wanted.open&&form.indexOf(wanted.form)===0&&form.length===end-start;
      length=Math.max(length,typed?wanted.form.length:end-start);
    });
    if(length<0)return;
    if(start>at)parts.push([text.slice(at,start),false]);
    parts.push([text.slice(start,start+length),true]);
    at=start+length;
  });
  if(at<text.length)parts.push([text.slice(at),false]);
  return parts;
};
/* The line of some texts that has the most words looked for, cut to about `size` characters around the first of them. */
Index.prototype.excerpt=function(texts,pairs,size){
  var self=this,best=null,most=0,first=null;
  texts.some(function(text){
    return text.split("\n").some(function(line){
      if(first===null)first=line;
      var seen=[];
      eachWord(line,function(word){
        meant(self,pairs,word).forEach(function(number){if(seen.indexOf(number)<0)seen.push(number);});
      });
      if(seen.length>most){most=seen.length;best=line;}
      return most===pairs.length;
    });
  });
  var line=best===null?first||"":best,parts=self.marked(line,pairs),before=parts.length>1&&!parts[0][1]?parts[0][0]:"";
  if(line.length<=size)return parts;
  if(before.length>size/3){
    var from=before.lastIndexOf(" ",before.length-Math.floor(size/4));
    parts[0]=["… "+before.slice(from+1),false];
  }
  var left=size,out=[];
  parts.forEach(function(part){
    if(left<=0)return;
    if(part[0].length>left&&!part[1]){
      var end=part[0].lastIndexOf(" ",left);
      out.push([part[0].slice(0,end>0?end:left)+" …",false]);left=0;
    }else{out.push(part);left-=part[0].length;}
  });
  return out;
};
global.clausebookSearch={unitOf:unitOf,score:function(hit){return Math.floor(hit/PLACES);},open:function(load){var index=new Index(load);return index.open().then(function(){return index;});}};
})(typeof window==="undefined"?globalThis:window);
